"""A tenant with many hazards as a plant writes them: rows, first events, tasks, names, sounds.

The server writes them itself from a few thousand sentences; the projection is not asked 82,000
times. What people search and sort by (words, sounds, units, people) is as the product stores it.
"""

from uuid import UUID, uuid4

import asyncpg

from anshu.records.pinyin import sort_key, spoken_lexemes
from anshu.records.search import lexemes
from anshu_tenants.registry import principal
from tests.records.people import Plant

COMMON, RARE = "渗漏", "氯气瓶"
# In a tenant of any size the same dozen of rare ones, and the same load on the busy person.
RARE_ONES, BUSY_TASKS = 12, 60
BUSY = "fixer"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "建国志强海燕秀英桂兰俊杰雪梅永刚"
PLACES = ("反应釜区", "罐区", "配电室", "压缩机房", "装卸台", "污水站", "锅炉房", "成品库")
THINGS = (
    "离心泵", "储罐", "换热器", "配电柜", "行车", "安全阀", "压力表", "管廊", "搅拌轴", "报警器",
    "防爆灯", "灭火器", "洗眼器", "护栏", "电缆桥架", "输送带", "冷却塔", "叉车", "爬梯", "法兰",
)  # fmt: skip
DEFECTS = (
    "密封渗漏，地面有油迹", "接地线松脱", "护罩缺失", "超期未检验", "铭牌看不清", "基础螺栓松动",
    "温度偏高，有异响", "通道被物料堵住", "防腐层脱落生锈", "阀门手轮损坏", "警示标识缺失",
    "线路裸露未包扎", "压力表指针不回零", "保温层破损", "机械密封渗漏严重", "平台踏板松动",
)  # fmt: skip

SENTENCES = """
create temp table sentence (no integer primary key, title text, title_key text, words text[])
"""
THING_ROWS = """
insert into record (id, type, number, version, state, title, title_key, org_path, area,
                    created_at, updated_at, definition, normal, normal_search, t1)
select id, $2, 'B-' || lpad(no::text, 5, '0'), 1, '', title,
       key, '/w1/t1/', case when $2 = 'equipment' then $6::uuid end, now(), now(), '',
       jsonb_build_object('name', title), array_to_tsvector(string_to_array(words, ' ')),
       case when $2 = 'equipment' then 'B-' || no end
  from unnest($1::uuid[], $3::text[], $4::text[], $5::text[])
       with ordinality as given(id, title, key, words, no)
"""
# Nine of ten are closed; of the others all stages are there. Late ones among the open.
HAZARDS = """
insert into record (id, type, number, version, state, level, title, title_key, org_path, area,
                    equipment, owner, reporter, created_at, updated_at, due, done_at, closed_at,
                    evidence_valid, definition, normal, normal_search, t1, t2, t3)
select gen_random_uuid(), 'hazard', 'YH-2025-' || lpad(n::text, 6, '0'), 9,
       case when open then (array['reviewing', 'rechecking', 'deciding', 'rectifying',
                                  'reinspecting'])[1 + n / 10 % 5]
            when n % 31 = 0 then 'voided' else 'closed' end,
       case when n % 17 = 0 then 'major' when n % 5 = 0 then 'considerable' else 'general' end,
       title, title_key, (array['/w1/', '/w1/t1/', '/w2/', '/w2/t1/'])[1 + n % 4],
       ($3::uuid[])[1 + n % cardinality($3)],
       case when n % 3 > 0 then ($4::uuid[])[1 + n % cardinality($4)] end,
       ($2::uuid[])[1 + n % cardinality($2)],
       ($2::uuid[])[1 + (n * 7) % cardinality($2)],
       born, born + interval '1 day', born + interval '3 days' + (n % 97) * interval '1 hour',
       case when not open then born + interval '2 days' end,
       case when not open then born + interval '4 days' end, not open, '',
       jsonb_build_object('description', title, 'category', 'equipment', 'photos',
                          jsonb_build_array(repeat('ab', 32))),
       array_to_tsvector(words || array['yh-2025-' || lpad(n::text, 6, '0'), '2025-' ||
                             lpad(n::text, 6, '0'), lpad(n::text, 6, '0')] ||
                         case when n % ($1 / $5) = 1 then $6::text[] else '{}' end),
       (array['equipment', 'fire', 'electrical', 'height'])[1 + n / 7 % 4], 'by_deadline', 'daily'
  from generate_series(1, $1::int) n,
       lateral (select n % 10 = 3 as open, now() - n * interval '1000 days' / $1 as born) stage,
       lateral (select s.title, s.title_key, s.words from sentence s
                 where s.no = (n::bigint * 7919) % $7::int) said
"""
EVENTS = """
insert into event (stream, version, kind, format, at, received_at, actor, definition, normal,
                   salts, leaf)
select 'hazard-' || id, 1, 'created', 1, created_at, created_at, 'person:' || reporter, '',
       convert_to(jsonb_build_object('@captured_at', created_at - interval '5 minutes')::text,
                  'UTF8'), '', sha256(convert_to(id::text, 'UTF8'))
  from record where type = 'hazard'
"""
# Whoever has passed one on has ended a task; what is open waits for a post or for its owner.
TASKS = """
insert into task (id, record, type, node, activation, roles, people, org_path, opened_at,
                  opened_by, due, closed_at, closed_by, outcome, signers)
select gen_random_uuid(), record.id, 'hazard', node.key, 1,
       case when node.key = 'rectification' then '{}'::text[] else array[node.role] end,
       case when node.key <> 'rectification' then '{}'::uuid[]
            else array[record.owner] end,
       record.org_path, record.created_at, record.reporter, record.due, ended.at,
       case when ended.at is not null then record.owner end,
       case when ended.at is not null then 'pass' end,
       case when ended.at is not null and record.owner is not null
            then array[record.owner] else '{}' end
  from record
  join (values (1, 'team_review', 'reviewing', 'team_leader'),
               (2, 'workshop_recheck', 'rechecking', 'workshop_safety'),
               (3, 'ehs_decision', 'deciding', 'ehs_manager'),
               (4, 'rectification', 'rectifying', ''),
               (5, 'reinspection', 'reinspecting', 'workshop_safety'))
       as node(place, key, state, role)
    on node.place <= coalesce(array_position(
           array['reviewing', 'rechecking', 'deciding', 'rectifying', 'reinspecting'],
           record.state), 5),
       lateral (select case when node.state <> record.state then record.created_at
                                 + node.place * interval '4 hours' end as at) ended
 where record.type = 'hazard'
"""
BUSY_ONES = """
with chosen as (
    select record.id from record
     where record.type = 'hazard' and record.closed_at is null
     order by record.created_at desc limit $2
), owned as (update record set owner = $1 from chosen where record.id = chosen.id)
update task set people = array[$1::uuid]
  from chosen where task.record = chosen.id and task.closed_at is null
"""
TABLES = ("record", "event", "task")


async def fill(plant: Plant, dsn: str, count: int) -> None:
    """So many hazards with what belongs to them, statistics and visibility as after a night."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(f'set search_path to "{principal(plant.row).schema}"')
        people, areas, machines = await _around(connection, plant)
        sentences = _sentences()
        await connection.execute(SENTENCES)
        await connection.copy_records_to_table("sentence", records=sentences)
        rare = lexemes(RARE)
        await connection.execute(
            HAZARDS,
            count,
            people,
            [plant.area, *areas],
            machines,
            RARE_ONES,
            rare,
            len(sentences),
        )
        await connection.execute(EVENTS)
        await connection.execute(TASKS)
        await connection.execute(BUSY_ONES, plant.ids[BUSY], BUSY_TASKS)
        for name in TABLES:
            await connection.execute(f"vacuum analyze {name}")
    finally:
        await connection.close()


async def _around(
    connection: asyncpg.Connection, plant: Plant
) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """People, areas and machines beside those of the small plant, the same in every tenant."""
    people = [
        first + second for first in SURNAMES for second in (GIVEN[i : i + 2] for i in range(9))
    ]
    areas = [f"{number}车间{place}" for number in range(1, 6) for place in PLACES]
    machines = [f"{number}号{thing}" for number in range(1, 21) for thing in THINGS]
    made = []
    for kind, names in (("person", people), ("area", areas), ("equipment", machines)):
        ids = [uuid4() for _ in names]
        keys = [sort_key(name, is_name=kind == "person") for name in names]
        words = [
            " ".join([*lexemes(name), *spoken_lexemes(name, is_name=kind == "person")])
            for name in names
        ]
        await connection.execute(THING_ROWS, ids, kind, names, keys, words, plant.area)
        made.append(ids)
    return made[0], made[1], made[2]


def _sentences() -> list[tuple[int, str, str, list[str]]]:
    titles = [
        f"{place}{number}号{thing}{defect}"
        for place in PLACES
        for number in (1, 3)
        for thing in THINGS
        for defect in DEFECTS
    ]
    return [(no, title, sort_key(title), lexemes(title)) for no, title in enumerate(titles)]
