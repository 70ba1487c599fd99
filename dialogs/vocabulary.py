"""The words that trees may use beside their own: kinds of questions, effects, facts."""

RESERVED = ("return", "end", "repeat", "park")
"""Targets that are no place."""

TOPICS = ("slip", "urge", "quit", "why", "treatment", "warning_signs", "check_in")

DANGERS = (
    "suicide",
    "overdose",
    "using_alone",
    "withdrawal_emergency",
    "harm_to_others",
    "abuse",
    "check",
)
"""What a danger tree answers; `check` is the soft tier's open question."""

SUBSTANCES = (
    "kratom",
    "opioid",
    "stimulant",
    "alcohol",
    "benzo",
    "cannabis",
    "tobacco",
    "ghb",
    "gabapentinoid",
    "phenibut",
    "barbiturate",
    "baclofen",
    "other",
    "unknown",
)

TRIGGERS = ("stress", "social", "pain", "sleep", "paws", "none")

ASKED = {
    "yes_no": ("yes", "no", "unsure"),
    "safe": ("yes", "no", "unsure"),
    "trigger": TRIGGERS,
    "when": ("known", "unknown"),
    "substances": ("known", "unknown"),
    "opening": TOPICS,
    "words": ("said",),
}
"""Kinds of questions, and the choices that their answers lead by."""

ALSO = ("when", "substances", "trigger")
"""Variables that one utterance may fill beside the question's own."""

VALUES = {
    "when": ("known", "unknown"),
    "substances": SUBSTANCES,
    "trigger": TRIGGERS,
    "consent": ("yes", "no", "ask"),
    "ok": ("yes", "no"),
}
"""Variables that the engine fills, and what they may hold."""

FACTS = ("kept_count", "ok")
"""What the log answers; a placeholder or a variable of these names is filled by it."""

FREE = ("language",)
"""Variables that may hold anything."""

EFFECTS = (
    "keep_answers",
    "drop_answers",
    "keep_words",
    "drop_words",
    "forget_everything",
    "forget_today",
    "recall_kept",
    "recall_patterns",
    "resume",
    "fresh",
    "safe_again",
    "discreet_off",
    "end_pause",
)
