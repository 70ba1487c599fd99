"""Whether a request comes from Alexa and is meant for this skill.

    verifier = Verifier(skill_id="amzn1.ask.skill...")
    request = verifier.verify(headers, body)    # or raises Rejected

The order is Amazon's, and each step guards the next: size, headers, the
certificate's URL, its chain, its name, the signature over the raw bytes; only
then is the body read as JSON, and its time and application looked at.
Rules: developer.amazon.com, "Host a Custom Skill as a Web Service".
"""

from skill.verify.body import MOST_BYTES, read_body
from skill.verify.rejected import Rejected
from skill.verify.verifier import SIGNATURE_HEADER, Verifier

__all__ = ["MOST_BYTES", "SIGNATURE_HEADER", "Rejected", "Verifier", "read_body"]
