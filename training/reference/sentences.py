"""Ordinary sentences and paragraphs, written for Facet, for the checkpoint with real weights."""

PLAIN = [
    "The ferry to the island leaves every two hours in summer.",
    "How do I reset the password of my account?",
    "A new study links regular walking to better sleep in older adults.",
    "The committee postponed its decision until the end of March.",
    "My parcel was marked as delivered, but nothing has arrived.",
    "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.",
    "She played the second movement far more slowly than the score asks for.",
    "Which documents do I need to rent a car abroad?",
    "The bakery on the corner sells out of rye bread before nine.",
    "Interest rates rose by a quarter of a point, less than analysts had expected.",
    "Glaciers in the range have lost a third of their volume since 1980.",
    "The function returns an empty list when no row matches the filter.",
    "He was the first goalkeeper to captain the national side in a final.",
    "Is it safe to take ibuprofen together with an antihistamine?",
    "The court ruled that the clause was void because it had never been explained to the tenant.",
    "Boil the potatoes in their skins, then peel them while they are still hot.",
    "The telescope recorded a faint signal that repeated every eleven minutes.",
    "I would like to cancel my subscription and get a refund for this month.",
    "Honeybees tell each other where the flowers are by dancing on the comb.",
    "The bridge was closed to lorries after cracks were found in two of its pillars.",
    "Great phone, but the battery barely lasts until the afternoon.",
    "Vaccination rates fell in the second year of the programme.",
    "Die F\u00e4hre f\u00e4hrt im Sommer alle zwei Stunden zur Insel.",
    "\u00bfC\u00f3mo puedo cambiar la contrase\u00f1a de mi cuenta?",
    "Le pont a \u00e9t\u00e9 ferm\u00e9 aux camions apr\u00e8s la d\u00e9couverte de fissures.",
    "A matrix is positive definite if and only if all its leading principal minors are positive.",
    "Error: connection refused while reading from upstream, client: 10.0.0.7, request: \"GET /status\"",
    "lol no way that was the best match ever \U0001f602\U0001f602 see u tmrw",
    "3 large eggs, 200 g flour, 1/2 tsp salt, 250 ml milk",
    "The treaty of 1648 ended a war that had lasted for thirty years.",
    "OK",
    "Refund?",
    "The old lighthouse had not been lit for forty years when Marta bought it. She had no plan beyond the winter: a bed, a stove, "
    "a radio and enough books to last until the ice broke. By February she had mended the stairs, and in March the first boats "
    "slowed down to look up at the lamp, which turned again, pale and useless in the daylight.",
    "To install the package, create a virtual environment, activate it and run the installer with the version given in the lock "
    "file. If the build of a native module fails, check that a C compiler and the headers of your interpreter are present; on most "
    "systems both come in a single development package. Then clear the cache and try again.",
    "Patients were assigned at random to one of three groups. The first received the drug once a day, the second twice a day, and "
    "the third a placebo. After twelve weeks, blood pressure had fallen by 11, 13 and 4 mmHg. Dizziness was more common in the "
    "second group, and four patients left the study because of it.",
    "Inflation slowed to 2.4 percent in May, the central bank said, as the price of energy fell for the fourth month in a row. "
    "Food stayed expensive: a basket of common goods cost 6 percent more than a year before. Economists were divided on whether the "
    "bank would cut rates at its meeting in July.",
    "Whales sleep with one half of the brain at a time.",
    "The garden is best in June, when the roses and the lavender are in flower together.",
    "Please bring your own cup; there will be tea, cake and a short talk about the history of the mill.",
    # Beyond MiniLM's limit of 256 tokens.
    " ".join(
        f"In chapter {number} the traveller crosses another valley and describes its houses, its fields and its people."
        for number in range(1, 25)
    ),
]

QUESTION = "Represent the question for retrieving supporting documents: "
DOCUMENT = "Represent the document for retrieval: "
REVIEW = "Represent the customer review for classifying its sentiment: "
NEWS = "Represent the news sentence for clustering by topic: "
SCIENCE = "Represent the Science sentence: "

INSTRUCTED = [
    [QUESTION, "How often does the ferry to the island run?"],
    [QUESTION, "Why do bees dance?"],
    [QUESTION, "What must I do when a parcel does not arrive?"],
    [QUESTION, "who won the war that ended in 1648"],
    [QUESTION, "Can two painkillers be taken on the same day?"],
    [QUESTION, "When are roses in flower?"],
    [QUESTION, "what is a positive definite matrix"],
    [DOCUMENT, "The ferry to the island leaves every two hours in summer and twice a day in winter."],
    [DOCUMENT, "A bee that has found flowers returns to the comb and dances; the angle shows the direction, the length the distance."],
    [DOCUMENT, "If your parcel is late, wait two working days, then open a claim with the number on your receipt."],
    [DOCUMENT, "The treaty of 1648 ended a war that had lasted for thirty years and left much of the land empty."],
    [DOCUMENT, "Ibuprofen and paracetamol act in different ways and may be taken together for a short time, unless a doctor advises against it."],
    [DOCUMENT, "Most old roses flower once, in June; modern ones go on until the first frost."],
    [DOCUMENT, "A symmetric matrix is positive definite when x'Ax > 0 for every vector x other than zero."],
    [REVIEW, "Great phone, but the battery barely lasts until the afternoon."],
    [REVIEW, "Arrived a week late and with a scratch on the screen. Never again."],
    [REVIEW, "My daughter has not taken these headphones off since her birthday!"],
    [REVIEW, "It is fine. It does what it says, no more."],
    [REVIEW, "TOO LOUD, TOO HEAVY, TOO EXPENSIVE"],
    [REVIEW, "\u2b50\u2b50\u2b50\u2b50\u2b50 would buy again \U0001f44d"],
    [NEWS, "The central bank left its rates unchanged for the third time this year."],
    [NEWS, "The goalkeeper saved two penalties and took his team to the final."],
    [NEWS, "A storm cut the power to forty thousand homes along the coast."],
    [NEWS, "Parliament passed the law on rents by a majority of three votes."],
    [NEWS, "The orchestra opens its season with a symphony that was believed lost."],
    [NEWS, "Shares in the chip maker fell by nine percent after it lowered its forecast."],
    [SCIENCE, "Dynamical scalar degree of freedom in a theory of gravity with torsion"],
    [SCIENCE, "Glaciers in the range have lost a third of their volume since 1980."],
    [SCIENCE, "The enzyme cuts the strand at a sequence of six bases."],
    [SCIENCE, "We give an algorithm that finds a maximum matching in nearly linear time."],
    ["Represent the Science sentence:", "The enzyme cuts the strand at a sequence of six bases."],
    ["Represent the Science sentence", "The enzyme cuts the strand at a sequence of six bases."],
    ["", "The enzyme cuts the strand at a sequence of six bases."],
    ["Represent the recipe for finding similar dishes: ", "Boil the potatoes in their skins, then peel them while they are still hot."],
    ["Represent the recipe for finding similar dishes: ", "Roast the peppers until they are black, and rub off the skin under water."],
    ["Represent the error message for finding its cause: ", "TypeError: cannot read properties of undefined (reading 'length')"],
    ["Represent the bank customer's request for classifying its intent: ", "my card was swallowed by the machine, what now?"],
    ["Represent the sentence for retrieving a translation: ", "Der Zug nach M\u00fcnchen f\u00e4hrt heute von Gleis 7."],
    [DOCUMENT, " ".join(["The mill stands by the stream, and the stream turns the wheel."] * 30)],
    ["Represent the legal clause for finding clauses with the same effect: ", "The tenant shall give notice in writing not less than three months before the end of the term."],
]


def real_pairs() -> list:
    """Plain strings, then pairs of instruction and text."""
    return [*PLAIN, *INSTRUCTED]
