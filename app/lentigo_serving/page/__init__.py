"""The page: photographs of the service's folder one by one, their analysis beside them. Its own files, no others."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent
FILES = {"page": "text/html", "page.css": "text/css", "page.js": "text/javascript"}


async def serve(request: Request) -> Response:
    """One of the files, which show nothing of a patient."""
    name = request.url.path.removeprefix("/")
    file = FOLDER / ("page.html" if name == "page" else name)
    return Response(file.read_bytes(), media_type=FILES[name])
