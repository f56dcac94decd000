"""The pages about the server itself: whether it answers, and what it can be asked."""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import JSONResponse, Response

from coverline import __version__
from coverline.api.refusals import Reason
from coverline.publish.templates import environment

TEMPLATE = Path(__file__).parent / "docs.html"
STYLE = Path(__file__).parent / "docs.css"


def add_pages(app: FastAPI, document: str, content_hash: str) -> None:
    """Adds /health, /openapi.json and /docs, all made beforehand."""
    health = JSONResponse({"status": "ok", "version": __version__, "content_hash": content_hash})
    pages: dict[str, Response] = {
        "/health": health,
        "/openapi.json": Response(document, media_type="application/json"),
        "/docs": Response(_page(json.loads(document)), media_type="text/html"),
        "/docs.css": Response(STYLE.read_bytes(), media_type="text/css"),
    }
    for path, page in pages.items():
        app.add_api_route(path, _endpoint(page), methods=["GET", "HEAD"], include_in_schema=False)


def _endpoint(page: Response) -> Any:
    async def endpoint() -> Response:
        return page

    return endpoint


def _page(document: dict[str, Any]) -> str:
    template = environment().from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(document=document, reasons=tuple(Reason), as_json=_pretty)


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2)
