"""The text the fixtures' small tokenisers are trained on, written for this purpose."""

LINES = """
Represent the sentence for retrieval: the river rises in the hills north of the town.
Represent the Science title: a small study of rivers and the sea.
Represent the Wikipedia question for retrieving supporting documents: where does the river rise?
Represent the Wikipedia document for retrieval: the town lies where the river meets the sea.
Represent the Medicine sentence for clustering: the patient slept well and woke without pain.
Represent the Financial statement: the bank raised its rates by half a point.
Represent the customer review for classification: it broke after two days, and I would not buy it again.
Represent the question: what is the time, and where is the station?
The weather is fine today, but the rain will come back before the evening.
She wrote a long letter to her friend in the city and put it in the post.
We walked along the water until the light was gone, then we turned home.
The children were reading when the teacher came into the room.
He sells apples, pears, bread and cheese at the market on Saturday.
An engine turns heat into work; a pump turns work into pressure.
The model maps a text and its instruction to a vector of numbers.
Two texts that mean the same should have vectors that point the same way.
Numbers such as 1, 2, 3, 10, 25, 100, 1000, 2024 and 3.14 appear in many texts.
She said: "I'm not sure that it's right, don't you think?" and they didn't answer.
for (let i = 0; i < n; i++) { total += x[i]; } return total;
def encode(texts): return [model(text) for text in texts]
<p>The <b>river</b> and the sea.</p> https://example.org/path?q=river
Every item on the list has a number, a name and a price.
The court held that the contract was void, and the appeal was dismissed.
Plants take in light and water and give off oxygen.
The team won the match in the last minute, and the crowd sang all night.
A painter mixes blue and yellow to make green.
Old houses keep cool in summer because their walls are thick.
The train to the mountains leaves at nine and arrives before noon.
Cells divide, and each new cell carries the same genes.
The company reported higher sales but a lower profit for the quarter.
Please restart the computer, check the cable and try the connection again.
The soup needs salt, a little pepper and a spoon of cream.
Light travels faster than sound, so we see the storm before we hear it.
The museum shows maps, coins and tools from the early days of the harbour.
My sister plays the violin; my brother would rather play football.
The new law asks every shop to show its prices with the tax included.
The river froze in January, and people skated between the bridges.
How do I change the password of my account? How long does delivery take?
Is there a train on Sunday? Which station is nearest to the museum?
supporting documents, relevant passages, duplicate questions, similar sentences, topics and categories
caf\u00e9 na\u00efve r\u00e9sum\u00e9 \u00e4 \u00f6 \u00fc \u00df \u00e9 \u00e8 \u00ea \u00f1 \u00e7 \u00f8 \u00e5
\u6211\u4eec\u5728\u6cb3\u8fb9\u6563\u6b65 \u5929\u6c14\u5f88\u597d \u6cb3 \u6d77 \u5c71
\u0440\u0435\u043a\u0430 \u0442\u0435\u0447\u0451\u0442 \u0438\u0437 \u0433\u043e\u0440 \u043a \u043c\u043e\u0440\u044e
\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645 \u05e9\u05dc\u05d5\u05dd
\U0001f600 \U0001f680 \u2764 \u03b1 \u03b2 \u03b3 \u03c3 \u03c2 \u2211 \u2264
a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
0 1 2 3 4 5 6 7 8 9 . , : ; ! ? ' " ( ) [ ] { } < > / \\ + - * = & % $ # @ _ | ~ ^
""".strip().splitlines()
