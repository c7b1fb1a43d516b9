"""A phone's own authenticator with a finger on it, and registering it as a signing key."""

from playwright.sync_api import expect

from tests.journeys.screens import Screen


def plug_in(screen: Screen) -> None:
    """The browser has an authenticator from now on; nobody has to touch it."""
    session = screen.page.context.new_cdp_session(screen.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
            }
        },
    )  # fmt: skip


def register(screen: Screen, password: str) -> None:
    """Registers the fingerprint on the account page of the person's entry."""
    screen.page.goto(f"{screen.home}{'/m/#/account' if screen.phone else '/account'}")
    screen["key-open"].click()
    screen["ask-title"].fill("车间平板")
    screen["ask-password"].fill(password)
    screen["key-form-send"].click()
    expect(screen["signing-key"]).to_contain_text("车间平板")
    screen.shot("fingerprint")


def sign_by_finger(screen: Screen, field: str) -> None:
    """Reads the sheet and signs without a pen."""
    screen[f"sign-{field}"].click()
    screen["method-webauthn"].click()
    screen.shot("signing-by-fingerprint")
    screen["signature-confirm"].click()
    expect(screen["signature-proof"].or_(screen["signing-fault"]).first).to_contain_text(
        "已签名（指纹）"
    )
