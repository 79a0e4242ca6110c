;; Dot products of int8 rows with one int16 query. `npm run kernel` writes dots-bytes.ts from this file.
(module
  (import "facet" "memory" (memory 1))
  ;; For each of `count` rows of `width` int8 at $rows, writes its int32 dot product with the `width` int16 at $query to
  ;; $out. `count` is a multiple of 4, and `width` of 16: shorter rows are filled up with zeros.
  (func (export "dots")
    (param $rows i32) (param $count i32) (param $width i32) (param $query i32) (param $out i32)
    (local $end i32) (local $stop i32) (local $at i32)
    (local $r1 i32) (local $r2 i32) (local $r3 i32) (local $q v128)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local.set $end (i32.add (local.get $rows) (i32.mul (local.get $count) (local.get $width))))
    (local.set $stop (i32.add (local.get $query) (i32.shl (local.get $width) (i32.const 1))))
    (block $done
      (loop $four
        (br_if $done (i32.ge_u (local.get $rows) (local.get $end)))
        (local.set $r1 (i32.add (local.get $rows) (local.get $width)))
        (local.set $r2 (i32.add (local.get $r1) (local.get $width)))
        (local.set $r3 (i32.add (local.get $r2) (local.get $width)))
        (local.set $s0 (v128.const i32x4 0 0 0 0))
        (local.set $s1 (v128.const i32x4 0 0 0 0))
        (local.set $s2 (v128.const i32x4 0 0 0 0))
        (local.set $s3 (v128.const i32x4 0 0 0 0))
        (local.set $at (local.get $query))
        (loop $columns
          ;; Eight columns of four rows: the query is read once for the four.
          (local.set $q (v128.load (local.get $at)))
          (local.set $s0 (i32x4.add (local.get $s0)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $rows)))))
          (local.set $s1 (i32x4.add (local.get $s1)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $r1)))))
          (local.set $s2 (i32x4.add (local.get $s2)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $r2)))))
          (local.set $s3 (i32x4.add (local.get $s3)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $r3)))))
          (local.set $q (v128.load offset=16 (local.get $at)))
          (local.set $s0 (i32x4.add (local.get $s0)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s offset=8 (local.get $rows)))))
          (local.set $s1 (i32x4.add (local.get $s1)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s offset=8 (local.get $r1)))))
          (local.set $s2 (i32x4.add (local.get $s2)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s offset=8 (local.get $r2)))))
          (local.set $s3 (i32x4.add (local.get $s3)
            (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s offset=8 (local.get $r3)))))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (local.set $r1 (i32.add (local.get $r1) (i32.const 16)))
          (local.set $r2 (i32.add (local.get $r2) (i32.const 16)))
          (local.set $r3 (i32.add (local.get $r3) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $columns (i32.lt_u (local.get $at) (local.get $stop))))
        ;; Adds up the lanes: pairs of rows are laid beside each other twice.
        (local.set $s0 (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $s0) (local.get $s1))
          (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $s0) (local.get $s1))))
        (local.set $s2 (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $s2) (local.get $s3))
          (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $s2) (local.get $s3))))
        (v128.store (local.get $out) (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $s0) (local.get $s2))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $s0) (local.get $s2))))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        ;; $rows stands at the second row of the four by now.
        (local.set $rows (local.get $r3))
        (br $four)))))
