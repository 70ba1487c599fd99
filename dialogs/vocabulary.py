"""The words that trees may use beside their own: kinds of questions, effects, facts."""

RESERVED = ("return", "end", "repeat", "park")
"""Targets that are no place."""

TOPICS = (
    *("slip", "urge", "quit", "why", "treatment", "warning_signs", "check_in"),
    *("triggers", "chain", "patterns", "same_point", "restart", "stimulant", "person", "days"),
)
"""What a person may open with; those of the second row only where they are asked for plainly."""

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
    "consent": ("yes", "no", "unsure"),
    "trigger": TRIGGERS,
    "when": ("known", "unknown"),
    "substances": ("known", "unknown"),
    "opening": TOPICS,
    "words": ("said",),
}
"""Kinds of questions, and the choices that their answers lead by."""

ALSO = ("when", "substances", "trigger", "care")
"""Variables that one utterance may fill beside the question's own."""

VALUES = {
    "when": ("known", "unknown"),
    "substances": SUBSTANCES,
    "trigger": TRIGGERS,
    "asked_for": TOPICS,
    "care": ("sleep", "food", "air"),
    "consent": ("yes", "no", "ask"),
    "ok": ("yes", "no"),
    "kept_any": ("yes", "no"),
    "enough": ("yes", "no"),
    "last_known": ("yes", "no"),
    "low": ("yes", "no"),
    "in_danger": ("oneself", "another", "child"),
}
"""Variables that the engine fills, and what they may hold."""

FACTS = (
    "ok",
    "forgotten_count",
    *("kept_any", "kept_count", "kept_answers", "kept_talks", "since"),
    *("enough", "slip_count", "slip_talks", "days_since_last", "usual_span"),
    *("top_trigger", "top_count", "same_trigger", "same_count", "same_ordinal", "same_in_a_row"),
    *("weekday", "weekday_count", "hour", "hour_count"),
)
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
    "recall_last",
    "resume",
    "fresh",
    "safe_again",
    "discreet_off",
    "end_pause",
)

OWN_LINES = (
    "no_match",
    "no_match_again",
    "for_another",
    "silence",
    "shrink",
    "left_alone",
    "skipped",
    "back",
    "back_start",
    "corrected",
    "struck",
    "struck_nothing",
    "paused",
    "still_here",
    "going_on",
    "parked",
    "parked_unkept",
    "stopped",
    "stopped_unkept",
    "help",
    "updated",
    "lost_thread",
    "trouble",
    "digression_back",
    "discreet",
    "discreet_more",
    "discreet_silence",
    "uncovered",
    "dont_keep",
    "keep_later",
    "log_lost",
    "not_forgotten",
    "end",
    "recap",
    "start_over",
)
"""What the engine says by itself; the texts stand in trees/system.yaml."""
