"""Who may ask: the browser of this machine, for this page alone.

A page of anybody else could point a name of its own at 127.0.0.1 (DNS rebinding), or send
requests from within the author's browser (CSRF); both are refused by what the browser itself
says about them: the Host, the Origin, and Sec-Fetch-Site.
"""

from __future__ import annotations

from flask import Flask, Response, abort, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NAMES = ("127.0.0.1", "localhost")


def guard(app: Flask, port: int) -> None:
    """Refuse what does not come from the page itself, and give every answer its headers."""
    hosts = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())

    @app.before_request
    def refuse_others() -> None:
        if request.headers.get("Host") not in hosts:
            abort(421)
        from_where = request.headers.get("Sec-Fetch-Site", "none")
        if from_where not in ("none", "same-origin") and request.path != "/":
            abort(403)
        if request.method in ("GET", "HEAD"):
            return
        own = f"http://{request.headers['Host']}"
        if request.headers.get("Origin") != own or not request.is_json:
            abort(403)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response
