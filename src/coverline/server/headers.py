"""The headers of every response, whatever it is: nothing is stored, framed, sniffed or told to others."""

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# What a page never uses; copying to the clipboard is left to its own buttons.
DENIED = ("camera", "display-capture", "fullscreen", "geolocation", "microphone", "payment", "usb")
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
RAW_SECURITY = tuple((name.lower().encode(), value.encode()) for name, value in SECURITY.items())
