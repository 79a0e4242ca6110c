/** Examples that are fetched when the first of them is opened. */
import type { Workspace } from '../workspace.ts';
import { labelled, lenses, listed } from './make.ts';

/** Deliveries (A) and banking (B), each praised and complained about; the label is the feeling. */
export const feelings: Workspace = {
  version: 2,
  name: 'Feelings across topics',
  lenses: lenses(
    ['Feeling', 'message', 'identifying the emotion'],
    ['Topic', 'message', 'identifying the topic area'],
  ),
  texts: [
    ...labelled('A', {
      angry: [
        'My parcel is two weeks late and I am really angry.',
        'I waited at home all day for a delivery that never came. I am furious.',
        'Your driver was rude to me and threw the box over the fence. I hate this!',
        'You lost my parcel and nobody cares. How dare you!',
        'It makes me mad that the courier never rings the bell.',
      ],
      pleased: [
        'My parcel came a day early and I am really pleased.',
        'Every glass of my delivery arrived whole. I am delighted.',
        'Your driver was so kind and helped me with the box. I love this!',
        'You found my lost parcel within an hour. How lovely!',
        'It makes me smile that the courier knows my name.',
      ],
    }),
    ...labelled('B', {
      angry: [
        'You charged my credit card twice and I am really angry.',
        'The bank lost the transfer of my rent. I am furious.',
        'The loan adviser was rude to me and wasted my time. I hate this!',
        'You turned down my loan and did not say why. How dare you!',
        'It makes me mad that the bank is closed at noon.',
      ],
      pleased: [
        'My new credit card works everywhere and I am really pleased.',
        'The transfer of my rent was there within seconds. I am delighted.',
        'The loan adviser was so kind and took his time. I love this!',
        'You approved my loan in one day. How lovely!',
        'It makes me smile how easy it is to pay with my card.',
      ],
    }),
  ],
  queries: listed('q', [
    'I am so happy with my new credit card!',
    'Your courier made me really angry.',
  ]),
  documents: listed('d', [
    'How do I order a second credit card?',
    'I love my new phone!',
    'The fee for my credit card went up again. I hate that.',
    'What a lovely evening we had at the concert!',
    'Where can I see what I spent with my credit card?',
    'The hotel was dirty. I was so angry that I left.',
    'I am delighted with my new glasses.',
    'My credit card was refused in Rome. I am furious.',
    'The hotel was a wonderful surprise, and I was so happy there.',
    'I hate my new phone!',
    'How dare you leave my bicycle in the rain!',
    'Thank you for mending my bicycle so quickly. I am glad.',
    'How long does a credit card payment take?',
    'The concert was cancelled after two hours of waiting. I am furious.',
  ]),
  k: 2,
  projection: 'pca',
};

/** Questions about three diseases, each of three kinds; the label is the kind. */
export const medical: Workspace = {
  version: 2,
  name: 'Medical questions by kind',
  lenses: lenses(
    ['Kind of question', 'question', 'identifying the question type', 'medical'],
    ['Disease', 'question', 'identifying the disease', 'medical'],
  ),
  texts: labelled('A', {
    symptoms: [
      'How do I notice that I have diabetes?',
      'What are the first signs of diabetes in a child?',
      'What are the symptoms of asthma?',
      'How does an attack of asthma feel?',
      'What are the signs of a migraine?',
      'How do I notice that a migraine is coming?',
    ],
    treatment: [
      'Which treatment is there for diabetes?',
      'How is diabetes treated in old people?',
      'How is asthma treated?',
      'Which drugs are given against asthma?',
      'What is the best treatment for migraine?',
      'How are migraines treated in pregnancy?',
    ],
    cause: [
      'What causes diabetes?',
      'Why does diabetes begin in childhood?',
      'Where does asthma come from?',
      'What causes asthma in grown-ups?',
      'What is the cause of migraine?',
      'Why do women get migraines more often?',
    ],
  }),
  queries: listed('q', [
    'How is asthma treated?',
    'What causes migraine?',
    'How do I notice that I have asthma?',
  ]),
  documents: listed('d', [
    'What causes asthma?',
    'Which drugs help against hay fever?',
    'What are the first signs of asthma?',
    'How is a broken wrist treated?',
    'Is asthma inherited?',
    'What is the best therapy for depression?',
    'How many people have asthma?',
    'Is there a cure for malaria?',
    'Can asthma be prevented?',
    'How are kidney stones removed?',
    'What causes kidney stones?',
    'What are the symptoms of malaria?',
    'How does depression begin?',
    'Why do people get hay fever?',
  ]),
  k: 3,
  projection: 'pca',
};
