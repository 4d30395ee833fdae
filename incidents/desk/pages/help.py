"""Help: the handbook, by chapter or all of it; open to everybody, for it tells of nobody."""

from __future__ import annotations

from typing import Any

from datasette import Response

from incidents.desk.handbook import handbook, picture, shown
from incidents.desk.http import Context, Page


async def show(ctx: Context) -> Any:
    """Show the contents."""
    return await ctx.show("help.html", parts=handbook().parts)


async def show_chapter(ctx: Context) -> Any:
    """Show a chapter with the ways to the others."""
    book = handbook()
    chapter = book.chapter(ctx.var("kapitel"))
    before, after = book.beside(chapter)
    return await ctx.show(
        "help_chapter.html",
        chapter=chapter,
        page=shown(chapter.key),
        parts=book.parts,
        before=before,
        after=after,
    )


async def show_whole(ctx: Context) -> Any:
    """Show every chapter on one page, to search in or to print."""
    return await ctx.show("help_whole.html", parts=handbook().parts, shown=shown)


async def give_picture(ctx: Context) -> Any:
    """Give one of the pictures."""
    response = Response(picture(ctx.var("namn")), content_type="image/png")
    response.headers["Cache-Control"] = "max-age=3600"  # a new release may bring new ones
    return response


PAGES = (
    Page(path="hjalp", needs=None, get=show, nav="hjalp"),
    Page(path="hjalp/allt", needs=None, get=show_whole, nav="hjalp"),
    Page(path="hjalp/(?P<kapitel>[a-z-]+)", needs=None, get=show_chapter, nav="hjalp"),
    Page(path=r"hjalp/bilder/(?P<namn>[a-z-]+)\.png", needs=None, get=give_picture),
)
