"""The search index and the plain views, by which any SQLite tool can read a project."""

SEARCH = (
    """
    CREATE VIRTUAL TABLE document_search USING fts5(
        name, text, content = 'document', content_rowid = 'number', tokenize = 'unicode61'
    )
    """,
    "INSERT INTO document_search (document_search) VALUES ('rebuild')",
)
"""The full-text index over names and texts. Adding documents writes it too: SQLite trusts no trigger to do that."""

SPANS = """
    CREATE VIEW spans AS
    SELECT
        a.id, a.document_id, d.name AS document, a.annotator, a.label,
        json_extract(a.fragments, '$[0][0]') AS start,
        json_extract(a.fragments, '$[#-1][1]') AS end,
        (
            SELECT group_concat(substr(d.text, (f.value ->> 0) + 1, (f.value ->> 1) - (f.value ->> 0)), ' ')
            FROM json_each(a.fragments) AS f
        ) AS words,
        a.fragments, a.attributes,
        (
            SELECT json_group_array(frame.id) FROM attribution AS frame
            WHERE frame.document_id = a.document_id AND frame.annotator = a.annotator AND (
                frame.cue = a.id
                OR EXISTS (SELECT 1 FROM json_each(frame.source) AS s WHERE s.value = a.id)
                OR EXISTS (SELECT 1 FROM json_each(frame.content) AS c WHERE c.value = a.id)
            )
        ) AS frames,
        a.status, a.origin, a.score, a.flag, a.note, a.codebook, a.created
    FROM annotation AS a JOIN document AS d ON d.id = a.document_id
"""
"""One row an annotated span, with its words."""

FRAMES = """
    CREATE VIEW frames AS
    SELECT
        f.id, f.document_id, d.name AS document, f.annotator,
        (
            SELECT group_concat(spans.words, ' | ')
            FROM json_each(f.source) AS s JOIN spans ON spans.id = s.value
        ) AS source,
        (SELECT words FROM spans WHERE id = f.cue) AS cue,
        (
            SELECT group_concat(spans.words, ' | ')
            FROM json_each(f.content) AS c JOIN spans ON spans.id = c.value
        ) AS content,
        f.attributes, f.parent, f.continues,
        f.status, f.origin, f.score, f.flag, f.note, f.codebook, f.created
    FROM attribution AS f JOIN document AS d ON d.id = f.document_id
"""
"""One row a frame, with the words of its roles."""

ALL = (*SEARCH, SPANS, FRAMES)
"""Every statement of the second migration, in order."""
