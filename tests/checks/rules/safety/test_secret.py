"""Keys and tokens are put together here, so that no scanner takes this file for a leak."""

from __future__ import annotations

import base64
import json

import pytest
from checks.reading_one import found, marked

A36 = "zQ7rT9Lm2VxK4pW8sY6nB3cD5fG0hJqE1uIo"
A64 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def _jwt(header: object, claims: object) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in (header, claims)]
    return ".".join([*parts, "s1gnatureThatIsLongEnough_42"])


TOKENS = {
    "an AWS access key": "AK" + "IAZQ7RT3LM2VXK4PWR",
    "a GitHub token": "gh" + "p_" + A36,
    "a GitLab token": "gl" + "pat-" + A36[:20],
    "a Slack token": "xo" + "xb-210987654321-210987654321-" + A36[:24],
    "a Google API key": "AI" + "za" + A36[:35],
    "a Stripe key": "sk" + "_live_" + A36[:24],
    "a SendGrid key": "S" + "G." + A36[:22] + "." + A36 + A36[:7],
    "an npm token": "np" + "m_" + A36,
    "a PyPI token": "py" + "pi-AgEIcHlwaS5vcmc" + A36 + A36,
    "an OpenAI key": "sk" + "-proj-" + A36[:24] + "T3Blbk" + "FJ" + A36[:24],
    "an Anthropic key": "sk" + "-ant-api03-" + A36 + A36,
    "a Hugging Face token": "h" + "f_" + "zQwErTyUiOpLkJhGfDsAmNbVcXzQwErTyU",
    "a DigitalOcean token": "do" + "p_v1_" + A64,
    "a token (JWT)": _jwt({"alg": "RS256"}, {"sub": "jkral", "aud": "portal"}),
}


@pytest.mark.parametrize(("what", "token"), TOKENS.items(), ids=TOKENS)
def test_a_token_is_found_and_not_told(what: str, token: str) -> None:
    (finding,) = found("KB605", f"# a\n\nUse `{token}` here.\n")
    assert finding.message.startswith(f"{what} stands here: ")
    assert (finding.span.line, finding.span.column, finding.span.end_column) == (3, 6, 6 + len(token))
    assert token[8:] not in finding.message + finding.key + finding.hint


@pytest.mark.parametrize(("what", "token"), TOKENS.items(), ids=TOKENS)
def test_the_same_in_code_and_comment(what: str, token: str) -> None:
    assert marked("KB605", f"# a\n\n```\nkey={token}\n```\n\n<!-- {token} -->\n") == [token, token]


@pytest.mark.parametrize("key", ["RSA ", "", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key(key: str) -> None:
    text = f"# a\n\n    -----BEGIN {key}PRIVATE KEY-----\n    MII{A36}{A36[::-1]}\n    -----END {key}PRIVATE KEY-----\n"
    assert marked("KB605", text) == [f"MII{A36}{A36[::-1]}"]


def test_a_private_key_with_a_header_or_in_one_line() -> None:
    begin = "-----BEGIN " + "RSA PRIVATE KEY-----"
    assert marked("KB605", f"{begin}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n{A36}{A36}\n") == [A36 + A36]
    assert marked("KB605", f'{{"key": "{begin}\\nMII{A36}{A36}\\n"}}') == [f"MII{A36}{A36}"]


@pytest.mark.parametrize("what", ["an AWS secret key", "an Azure account key", "a Slack webhook"])
def test_a_secret_beside_its_name(what: str) -> None:
    text, value = {
        "an AWS secret key": ("aws_secret_access_key = {}", (A36 + "/+aB")[:40]),
        "an Azure account key": ("DefaultEndpointsProtocol=https;AccountKey={};", (A36 * 3)[:86] + "=="),
        "a Slack webhook": ("https://hooks.sl" + "ack.com/services/{}", "T0A1B2C3D/B0A1B2C3D/" + A36[:24]),
    }[what]
    (finding,) = found("KB605", f"# a\n\n{text.format(value)}\n")
    assert finding.message.startswith(what)
    assert marked("KB605", text.format(value)) == [value]
    assert value[:4] not in finding.message


@pytest.mark.parametrize("name", ["password", "Passwort", "PWD", "PW", "pw", "user_pw", "Kennwort"])
def test_what_people_call_a_password(name: str) -> None:
    assert marked("KB605", f"# a\n\nLogin svc, {name}: t7Rq9Lm2Vx\n") == ["t7Rq9Lm2Vx"]


@pytest.mark.parametrize(
    "text",
    [
        "spw: t7Rq9Lm2Vx, PWM: t7Rq9Lm2Vx, 10pw = t7Rq9Lm2Vx",
        "AK" + "IAIOSFODNN7EXAMPLE",
        "AK" + "IAXXXXXXXXXXXXXXXX",
        "gh" + "p_" + "x" * 36,
        "gh" + "p_" + A36[:30],
        _jwt({"alg": "HS256"}, {"sub": "1234567890", "name": "John Doe"}),
        _jwt({"alg": "HS256"}, {"aud": "https://example.com"}),
        _jwt({"typ": "no token"}, {"aud": "portal"}),
        "eyJhbGci!!.eyJhbGci.aaaaaaaaaaaaaaaaaaaaaaaaa",
        "-----BEGIN PUBLIC KEY-----\nMII" + A36 + A36,
        "-----BEGIN RSA PRIVATE KEY-----\nssh-rsa\n-----END RSA PRIVATE KEY-----",
        "AccountKey=" + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert marked("KB605", f"# a\n\n{text}\n") == []


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    assert marked("KB605", 'İİİİ password = "t7Rq9Lm2Vx"') == ["t7Rq9Lm2Vx"]


def test_one_secret_is_one_finding() -> None:
    token = TOKENS["a GitHub token"]
    assert marked("KB605", f'password = "{token}" https://jkral:{token}@files.northern-mills.zz/') == [token, token]


def test_two_secrets_in_a_file_have_two_keys() -> None:
    one, other = found("KB605", 'password = "t7Rq9Lm2Vx"\n\npassword = "u8Sr0Mn3Wy"\n')
    assert one.key != other.key
