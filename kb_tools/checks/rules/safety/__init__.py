"""KB6xx. Does it tell what must not be told?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.safety import (
    card_number,
    customer_id,
    internal_link,
    internal_word,
    personal_mail,
    personal_phone,
    secret,
)

RULES: tuple[Rule, ...] = (
    personal_mail.RULE, personal_phone.RULE, card_number.RULE, customer_id.RULE, secret.RULE, internal_word.RULE,
    internal_link.RULE,
)  # fmt: skip
