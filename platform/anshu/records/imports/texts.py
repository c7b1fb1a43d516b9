"""What people read about an import: by code, the sentence and the cure, Chinese first.

`{value}` is what was found, `{limit}` what would be right.
"""

from collections.abc import Mapping
from typing import Final

from anshu.definitions.said import Said
from anshu.definitions.words import Text

FILES: Final[Mapping[str, Said]] = {
    "import_empty": Said(
        Text("文件里没有数据。", "The file holds no data."),
        Text("请确认选对了文件和工作表。", "Make sure it is the right file and sheet."),
    ),
    "import_too_large": Said(
        Text("文件 {value}，超过上限 {limit}。", "The file has {value}; the limit is {limit}."),
        Text("请删除图片或拆成几个文件。", "Remove pictures or split the file."),
    ),
    "import_wrong_type": Said(
        Text(
            "这不是 CSV 或 Excel 文件（内容是 {value}）。",
            "This is no CSV or Excel file (its content is {value}).",
        ),
        Text("请另存为 .xlsx 或 .csv 后再上传。", "Save it as .xlsx or .csv and upload again."),
    ),
    "import_password": Said(
        Text("工作簿有密码，无法读取。", "The workbook is protected by a password."),
        Text("请在 Excel 中取消密码后再上传。", "Remove the password in Excel, then upload again."),
    ),
    "import_zip_bomb": Said(
        Text("工作簿解压后超过 {limit}。", "The workbook unpacks to more than {limit}."),
        Text("请只保留需要导入的工作表。", "Keep only the sheet to import."),
    ),
    "import_extent": Said(
        Text(
            "工作表范围太大，读不下来：很远的地方可能有多余的单元格。",
            "The sheet reaches too far to be read; there may be a stray cell far away.",
        ),
        Text(
            "请删除数据下方的空行和右侧的空列，另存后再上传；或另存为 CSV。",
            "Delete empty rows below and columns beside the data and save again, or use CSV.",
        ),
    ),
    "import_encoding": Said(
        Text(
            "第 {value} 行有无法识别的字符编码；可识别：{limit}。",
            "Line {value} is in no known encoding; known are {limit}.",
        ),
        Text("请用 Excel 另存为“CSV UTF-8”。", 'Save it as "CSV UTF-8" in Excel.'),
    ),
    "import_binary": Said(
        Text("文件里有不可见的二进制内容，不是 CSV。", "The file holds binary data; it is no CSV."),
        Text("请重新从原系统导出。", "Export it again from where it came."),
    ),
    "import_broken_quotes": Said(
        Text("第 {value} 行的引号没有成对。", "The quotes in row {value} do not match."),
        Text(
            "请检查该行的双引号，或另存为 .xlsx。", "Check the quotes there, or save it as .xlsx."
        ),
    ),
    "import_too_many_rows": Said(
        Text("共 {value} 行，超过上限 {limit} 行。", "{value} rows; the limit is {limit}."),
        Text("请按年份拆成几个文件。", "Split the file, for example by year."),
    ),
    "import_too_many_columns": Said(
        Text("共 {value} 列，超过上限 {limit} 列。", "{value} columns; the limit is {limit}."),
        Text("请删除多余的列。", "Delete the columns that are not needed."),
    ),
    "import_mapping": Said(
        Text("列的对应关系还不完整或有冲突。", "The mapping of columns is incomplete."),
        Text("请按提示修改对应关系。", "Change the mapping as the fields say."),
    ),
    "import_started": Said(
        Text(
            "导入已经开始，不能再改对应关系。",
            "The import has started; its mapping is fixed.",
        ),
        Text("如需重新导入，请新建一次导入。", "Start a new import instead."),
    ),
    "import_not_checked": Said(
        Text("还没有试导入检查。", "The rows have not been checked yet."),
        Text("请先做一次试导入，看清错误再开始。", "Run the dry run first."),
    ),
    "import_unknown": Said(Text("没有这个导入任务。", "There is no such import.")),
}

MAPPING: Final[Mapping[str, Said]] = {
    "import_unknown_column": Said(
        Text("文件里没有“{value}”这一列。", 'The file has no column "{value}".'),
        Text("请从列表中选择列。", "Choose a column from the list."),
    ),
    "import_unknown_target": Said(
        Text("没有“{value}”这个字段。", 'There is no field "{value}".'),
        Text("请从列表中选择字段。", "Choose a field from the list."),
    ),
    "import_target_twice": Said(
        Text("字段“{value}”对应了多列。", 'More than one column fills "{value}".'),
        Text("请只保留一列。", "Keep one of them."),
    ),
    "import_target_missing": Said(
        Text("必填字段“{value}”没有对应的列。", 'No column fills the required "{value}".'),
        Text("请为它选择一列。", "Choose a column for it."),
    ),
}

ROWS: Final[Mapping[str, Said]] = {
    "import_required": Said(
        Text("必填，但这一格是空的。", "Required, but the cell is empty."),
        Text("请在表格中补填。", "Fill it in the spreadsheet."),
    ),
    "import_too_long": Said(
        Text("文字太长，上限 {limit} 字。", "Too long; the limit is {limit} characters."),
        Text("请精简文字。", "Shorten the text."),
    ),
    "import_not_a_number": Said(
        Text("“{value}”不是数字。", '"{value}" is no number.'),
        Text("只填数字，不带文字（单位：{limit}）。", "Digits only (unit: {limit})."),
    ),
    "import_too_small": Said(
        Text("{value} 小于下限 {limit}。", "{value} is below the minimum {limit}."),
        Text("请核对数值和单位。", "Check the number and its unit."),
    ),
    "import_too_big": Said(
        Text("{value} 大于上限 {limit}。", "{value} is above the maximum {limit}."),
        Text("请核对数值和单位。", "Check the number and its unit."),
    ),
    "import_not_a_choice": Said(
        Text("“{value}”不在可选项中。", '"{value}" is not one of the choices.'),
        Text("请改成其中之一：{limit}", "Use one of: {limit}"),
    ),
    "import_not_a_boolean": Said(
        Text("“{value}”不是“是”或“否”。", '"{value}" is neither yes nor no.'),
        Text("请填 {limit}。", "Write {limit}."),
    ),
    "import_not_a_date": Said(
        Text("“{value}”不是完整的日期。", '"{value}" is no complete date.'),
        Text(
            "请写成 2026-03-05 或 2026年3月5日 14:30，年份四位。",
            "Write 2026-03-05 or 2026-03-05 14:30, with a four-digit year.",
        ),
    ),
    "import_not_a_location": Said(
        Text("“{value}”不是坐标。", '"{value}" is no position.'),
        Text("请写成“纬度,经度”，如 31.23,121.47。", 'Write "lat,lon" such as 31.23,121.47.'),
    ),
    "import_not_importable": Said(
        Text("这个字段不能导入。", "This field cannot be imported."),
        Text("请取消这一列的对应。", "Leave this column out."),
    ),
    "import_ambiguous": Said(
        Text("“{value}”在系统中有 {limit} 个，无法确定。", '"{value}" names {limit} things.'),
        Text("请改用编号或工号。", "Use the code or number instead of the name."),
    ),
    "import_unknown_person": Said(
        Text("系统中没有人员“{value}”。", 'There is no person "{value}".'),
        Text("请先添加该人员，或把这一格留空。", "Add the person first or leave the cell empty."),
    ),
    "import_unknown_org": Said(
        Text("系统中没有部门“{value}”。", 'There is no unit "{value}".'),
        Text("请改成系统中的部门名称或路径。", "Use a unit's name or path as in the system."),
    ),
    "import_unknown_area": Said(
        Text("系统中没有区域“{value}”。", 'There is no area "{value}".'),
        Text("请先添加该区域，或把这一格留空。", "Add the area first or leave the cell empty."),
    ),
    "import_unknown_equipment": Said(
        Text("系统中没有设备“{value}”。", 'There is no equipment "{value}".'),
        Text("请改用设备位号，或先同步设备台账。", "Use its tag or synchronise equipment first."),
    ),
    "import_in_future": Said(
        Text(
            "“{value}”晚于现在（{limit}）。历史记录不能在将来。",
            '"{value}" is later than now ({limit}); history cannot lie in the future.',
        ),
        Text("请核对年份；若电脑时钟不准请先校准。", "Check the year, and the computer's clock."),
    ),
    "import_before_start": Said(
        Text("“{value}”早于发现时间 {limit}。", '"{value}" is before the report at {limit}.'),
        Text("请核对两个日期。", "Check both dates."),
    ),
    "import_closed_but_open": Said(
        Text("有销号时间，但状态是“{value}”。", 'It has a closing time but is "{value}".'),
        Text("请改状态为已销号，或清空销号时间。", "Correct the state or clear the closing time."),
    ),
    "import_number_twice": Said(
        Text("编号“{value}”与第 {limit} 行重复。", 'Number "{value}" is already in row {limit}.'),
        Text("请改正编号或删除重复的行。", "Correct the number or delete the row."),
    ),
    "import_number_ours": Said(
        Text(
            "编号“{value}”与系统自动编号的格式相同，以后会重号。",
            'Number "{value}" looks like the ones given here and would clash later.',
        ),
        Text(
            "请给旧编号加一个前缀（如 LS-），或不导入编号列。",
            "Put a prefix before old numbers (such as OLD-) or leave the column out.",
        ),
    ),
    "import_number_taken": Said(
        Text("编号“{value}”在系统中已存在。", 'Number "{value}" exists already.'),
        Text("可能已经导入过；请核对，或换一个编号。", "It may be imported already: check it."),
    ),
    "import_record_refused": Said(
        Text("系统没有接受这一行：{value}", "This row was not accepted: {value}"),
        Text("请按提示修改后重新导入。", "Correct the row and import it again."),
    ),
}

NOTES: Final[Mapping[str, Said]] = {
    "other_sheets": Said(
        Text("只读取第一个有内容的工作表；未读取：{value}。", "Sheets not read: {value}.")
    ),
    "merged_cells": Said(
        Text(
            "数据里有合并单元格（{value}），只有左上角那一格有内容，其余按空白处理；"
            "请在 Excel 里取消合并并逐行填好，再重新上传。",
            "There are merged cells among the data ({value}): only the first of each holds "
            "anything. Unmerge them, fill every row, and upload the file again.",
        )
    ),
    "same_file": Said(
        Text(
            "同一个文件已于 {value} 导入过；再次导入会产生重复记录。",
            "The same file was imported on {value}; importing it again makes duplicates.",
        )
    ),
}

MESSAGES: Final[Mapping[str, Said]] = {**FILES, **MAPPING, **ROWS, **NOTES}
