import { useEffect, useState } from 'react';
import { type DeviceLimits, readDeviceLimits } from '../../app/models/device-fit.ts';

/** Limits of this device, read again each time they are wanted; null until they are known. */
export function useDeviceLimits(wanted: boolean): DeviceLimits | null {
  const [limits, setLimits] = useState<DeviceLimits | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    void readDeviceLimits().then((read) => {
      if (current) setLimits(read);
    });
    return () => {
      current = false;
    };
  }, [wanted]);
  return limits;
}
