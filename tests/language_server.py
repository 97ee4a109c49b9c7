"""The language server behind an editor's completion, hovers and marks in YAML, spoken to as an editor does."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, BinaryIO

VERSION = "1.23.0"
"""The version of yaml-language-server that the tests are written for; it runs on Node 20."""

PATIENCE = 60
"""Seconds after which a server that does not answer is given up."""

CURSOR = "¦"
"""Stands in a text for the place of the cursor."""


def server_program() -> str | None:
    """The path of the server: the environment names it, or the search path has it. None where it or node is missing."""
    if shutil.which("node") is None:
        return None
    return os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")


class LanguageServer:
    """A running server, with the files that are open in it.

    Args:
        program: the server's path.
        folder: the folder in which the files stand, with the schema that their first lines name.
        settings: the editor's settings under `yaml`.
    """

    def __init__(self, program: str, folder: Path, settings: dict[str, Any]) -> None:
        self._folder = folder
        self._settings = settings
        self._process = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._read: queue.Queue[dict[str, Any]] = queue.Queue()
        self._listening = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listening.start()
        self._number = 0
        self._marks: dict[str, list[dict[str, Any]]] = {}
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
        }
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self._tell("initialized", {})

    def completions(self, text: str) -> dict[str, str]:
        """What is offered at the cursor: for each label the text that it puts in."""
        uri, place = self._open(text)
        found = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        items = found if isinstance(found, list) else found["items"]
        return {each["label"]: each.get("textEdit", {}).get("newText") or each.get("insertText", "") for each in items}

    def documentation(self, text: str, label: str) -> str:
        """What is said beside one thing that is offered at the cursor."""
        uri, place = self._open(text)
        found = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        said = next(each.get("documentation", "") for each in found["items"] if each["label"] == label)
        return said["value"] if isinstance(said, dict) else said

    def hover(self, text: str) -> str:
        """What is shown where the mouse rests at the cursor, as Markdown."""
        uri, place = self._open(text)
        found = self._ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})
        return "" if found is None else str(found["contents"]["value"])

    def marks(self, text: str) -> list[str]:
        """The complaints about a file, each with the number of its line before it, counted from 1."""
        uri, _ = self._open(text)
        while uri not in self._marks:
            self._take()
        return [f"{each['range']['start']['line'] + 1}: {each['message']}" for each in self._marks[uri]]

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()
        self._listening.join()
        self._to.close()

    def _open(self, text: str) -> tuple[str, dict[str, int]]:
        before, _, after = text.partition(CURSOR)
        self._number += 1
        uri = (self._folder / f"lesson-{self._number}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": before + after}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri, {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}

    def _ask(self, method: str, parameters: Any) -> Any:
        self._number += 1
        asked = self._number
        self._send({"id": asked, "method": method, "params": parameters})
        while True:
            message = self._take()
            if message.get("id") == asked and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _take(self) -> dict[str, Any]:
        """The next message. What the server asks of an editor is answered, and complaints are kept."""
        message = self._read.get(timeout=PATIENCE)
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            self._marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif method == "workspace/configuration":
            asked = [each.get("section") for each in message["params"]["items"]]
            self._send({"id": message["id"], "result": [self._settings if each == "yaml" else {} for each in asked]})
        elif method is not None and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _listen(self, stream: BinaryIO) -> None:
        with stream:
            while header := stream.readline():
                length = int(header.partition(b":")[2])
                while stream.readline() != b"\r\n":
                    pass
                self._read.put(json.loads(stream.read(length)))
