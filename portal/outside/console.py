"""Letters written to a stream, for development: nobody is sent anything."""

from dataclasses import dataclass
from typing import TextIO

from portal.domain.addresses import Channel
from portal.outside.letters import Letter


@dataclass(frozen=True, slots=True)
class ConsoleCarrier:
    """Prints each letter where the worker runs."""

    stream: TextIO
    channels: frozenset[Channel] = frozenset({Channel.EMAIL, Channel.SMS})

    def deliver(self, letter: Letter) -> None:
        print(
            f"To: {letter.to.value}\nSubject: {letter.subject}\n\n{letter.text}\n",
            file=self.stream,
            flush=True,
        )
