"""The SELECT of saved views."""

# One's own views of a list and those that others share; the state row always answers.
VIEWS = """
select state.policy_version, state.definition_version, kept.id, kept.owner, kept.shared,
       kept.opens_first, kept.roles, kept.title, kept.query::text as query, kept.owner_name
  from state
  left join (
       select list_view.id, list_view.owner, list_view.shared, list_view.opens_first,
              list_view.roles, list_view.title, list_view.query, list_view.place,
              list_view.created_at, person.title as owner_name
         from list_view
         left join record person on person.id = list_view.owner and person.type = 'person'
        where list_view.type = $1 and list_view.removed_at is null
          and (list_view.owner = $2 or list_view.shared)) kept on true
 order by kept.shared, kept.place, kept.created_at, kept.id
"""
