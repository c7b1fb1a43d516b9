"""The driver: probes the folder, reads its two files when they changed."""

import asyncio

import msgspec

from anshu.sdk.driver import Driver, ProbeResult, ReadResult, Stream
from anshu.sdk.errors import TerminalError
from anshu.sdk.text import Text
from anshu_csv_eam import equipment, maintenance
from anshu_csv_eam.config import CsvEamConfig, zone
from anshu_csv_eam.folder import Fingerprint, fingerprint, open_folder, read_export

EQUIPMENT = Stream("equipment", Text(zh="设备台账", en="Equipment"), ("equipment",))
MAINTENANCE = Stream(
    "maintenance", Text(zh="维修工单", en="Maintenance orders"), (maintenance.LAST_MAINTENANCE,)
)
FILES = {EQUIPMENT.key: equipment.FILE, MAINTENANCE.key: maintenance.FILE}


class CsvEamDriver(Driver[CsvEamConfig]):
    """Reads what an EAM system exports on a schedule into a shared folder."""

    config_type = CsvEamConfig
    title = Text(zh="EAM 导出文件（CSV）", en="EAM export files (CSV)")
    family = "eam"

    async def probe(self, config: CsvEamConfig) -> ProbeResult:
        """Reads and parses both files and counts what they hold."""
        machines = await self.read(config, EQUIPMENT.key, "")
        orders = await self.read(config, MAINTENANCE.key, "")
        entities, values = len(machines.entities), len(orders.values)
        broken = len(machines.problems) + len(orders.problems)
        return ProbeResult(
            Text(
                zh=f"可读取：设备 {entities} 台，有维修记录 {values} 台，有问题的行 {broken} 行。",
                en=f"Readable: {entities} machines, {values} with maintenance, {broken} bad rows.",
            )
        )

    async def streams(self, config: CsvEamConfig) -> tuple[Stream, ...]:
        return (EQUIPMENT, MAINTENANCE)

    async def read(self, config: CsvEamConfig, stream: str, cursor: str) -> ReadResult:
        """The whole file when it changed since `cursor`, else nothing."""
        if stream not in FILES:
            raise TerminalError(Text(zh=f"没有数据流“{stream}”。", en=f"No stream “{stream}”."))
        return await asyncio.to_thread(self._read, config, stream, cursor)

    def _read(self, config: CsvEamConfig, stream: str, cursor: str) -> ReadResult:
        exports_zone = zone(config)
        folder = open_folder(config.folder, self.environment.file_roots)
        known = _known(cursor)
        if known is not None and known.untouched(fingerprint(folder, FILES[stream])):
            return ReadResult(next_cursor=cursor)
        export = read_export(folder, FILES[stream])
        next_cursor = msgspec.json.encode(export.version).decode()
        if known is not None and known.sha256 == export.version.sha256:
            return ReadResult(next_cursor=next_cursor)
        now = self.environment.clock.now()
        if stream == EQUIPMENT.key:
            entities, problems = equipment.read_equipment(
                export, encoding=config.encoding, zone=exports_zone, now=now
            )
            return ReadResult(next_cursor=next_cursor, entities=entities, problems=problems)
        values, problems = maintenance.read_maintenance(
            export, encoding=config.encoding, zone=exports_zone, now=now
        )
        return ReadResult(next_cursor=next_cursor, values=values, problems=problems)


def _known(cursor: str) -> Fingerprint | None:
    """The version that a cursor names; one that cannot be read means reading anew."""
    try:
        return msgspec.json.decode(cursor, type=Fingerprint) if cursor else None
    except msgspec.DecodeError:
        return None
