"""A packet as a page that needs nothing beside itself."""

from coverline.publish.assets import Embedded, Linked, embedded
from coverline.publish.packet import Packet
from coverline.publish.templates import rendered


def packet_page(packet: Packet, assets: Linked | Embedded | None = None) -> str:
    """The HTML of a packet; its assets are embedded unless they are served beside it."""
    return rendered("packet.html", packet=packet, assets=assets or embedded())
