CREATE TABLE codebook (
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    loaded_at VARCHAR NOT NULL,
    loaded_by VARCHAR NOT NULL,
    CONSTRAINT pk_codebook PRIMARY KEY (version)
);
CREATE TABLE document (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    headline VARCHAR NOT NULL,
    length INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    added_at VARCHAR NOT NULL,
    added_by VARCHAR NOT NULL,
    meta JSON NOT NULL,
    zones JSON NOT NULL,
    sentences JSON NOT NULL,
    quotations JSON NOT NULL,
    text VARCHAR NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (number),
    CONSTRAINT uq_document_id UNIQUE (id)
);
CREATE INDEX ix_document_name_headline ON document (name, headline);
CREATE TABLE setting (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (name)
);
CREATE TABLE annotation (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    fragments JSON NOT NULL,
    attributes JSON NOT NULL,
    CONSTRAINT pk_annotation PRIMARY KEY (id),
    CONSTRAINT fk_annotation_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_annotation_document_id_annotator ON annotation (document_id, annotator);
CREATE INDEX ix_annotation_label_annotator_document_id ON annotation (label, annotator, document_id);
CREATE INDEX ix_annotation_remarked ON annotation (annotator, document_id) WHERE flag <> '' OR note <> '';
CREATE TABLE boundary (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    "offset" INTEGER NOT NULL,
    begins BOOLEAN NOT NULL,
    CONSTRAINT pk_boundary PRIMARY KEY (id),
    CONSTRAINT fk_boundary_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_boundary_document_id_annotator ON boundary (document_id, annotator);
CREATE TABLE edit (
    seq INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    reverts VARCHAR NOT NULL,
    removed JSON NOT NULL,
    added JSON NOT NULL,
    CONSTRAINT pk_edit PRIMARY KEY (seq),
    CONSTRAINT fk_edit_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT uq_edit_id UNIQUE (id)
);
CREATE INDEX ix_edit_document_id_annotator ON edit (document_id, annotator);
CREATE TABLE link (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    from_id VARCHAR NOT NULL,
    to_id VARCHAR NOT NULL,
    attributes JSON NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT fk_link_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_link_document_id_annotator ON link (document_id, annotator);
CREATE TABLE progress (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    CONSTRAINT pk_progress PRIMARY KEY (id),
    CONSTRAINT fk_progress_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_progress_document_id_annotator ON progress (document_id, annotator);
CREATE TABLE remark (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    fragments JSON NOT NULL,
    CONSTRAINT pk_remark PRIMARY KEY (id),
    CONSTRAINT fk_remark_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_remark_document_id_annotator ON remark (document_id, annotator);
CREATE TABLE sentence_mark (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    span JSON NOT NULL,
    reading VARCHAR NOT NULL,
    CONSTRAINT pk_sentence_mark PRIMARY KEY (id),
    CONSTRAINT fk_sentence_mark_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_sentence_mark_document_id_annotator ON sentence_mark (document_id, annotator);
CREATE TABLE source (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    aliases JSON NOT NULL,
    attributes JSON NOT NULL,
    CONSTRAINT pk_source PRIMARY KEY (id),
    CONSTRAINT fk_source_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_source_document_id_annotator ON source (document_id, annotator);
CREATE TABLE zone_mark (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    span JSON NOT NULL,
    zone VARCHAR NOT NULL,
    CONSTRAINT pk_zone_mark PRIMARY KEY (id),
    CONSTRAINT fk_zone_mark_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_zone_mark_document_id_annotator ON zone_mark (document_id, annotator);
CREATE TABLE attribution (
    id VARCHAR NOT NULL,
    document_id VARCHAR,
    annotator VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    codebook INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    score FLOAT,
    flag VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    source JSON NOT NULL,
    cue VARCHAR,
    content JSON NOT NULL,
    attributes JSON NOT NULL,
    parent VARCHAR,
    continues VARCHAR,
    CONSTRAINT pk_attribution PRIMARY KEY (id),
    CONSTRAINT fk_attribution_cue FOREIGN KEY(cue) REFERENCES annotation (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_attribution_parent FOREIGN KEY(parent) REFERENCES attribution (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_attribution_continues FOREIGN KEY(continues) REFERENCES attribution (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_attribution_document_id FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_attribution_continues ON attribution (continues);
CREATE INDEX ix_attribution_cue ON attribution (cue);
CREATE INDEX ix_attribution_document_id_annotator ON attribution (document_id, annotator);
CREATE INDEX ix_attribution_parent ON attribution (parent);
CREATE INDEX ix_attribution_remarked ON attribution (annotator, document_id) WHERE flag <> '' OR note <> '';
