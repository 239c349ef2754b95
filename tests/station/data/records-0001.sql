-- A database as the program wrote it when its records had the version 0001, with rows in every table.
-- Never to be written anew: it stands for the databases that are out there.
BEGIN TRANSACTION;
CREATE TABLE activations (
	id INTEGER NOT NULL, 
	recipe_id INTEGER NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_activations PRIMARY KEY (id), 
	CONSTRAINT fk_activations_recipe_id FOREIGN KEY(recipe_id) REFERENCES recipe_versions (id)
);
INSERT INTO "activations" VALUES(1,1,1795335009734732,'ada','first');
INSERT INTO "activations" VALUES(2,3,1795335009754003,'Jörg','zu viele Ausschüsse');
INSERT INTO "activations" VALUES(3,1,1795335009763930,'ada','back');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE events (
	id INTEGER NOT NULL, 
	at_us BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	message TEXT NOT NULL, 
	who TEXT NOT NULL, 
	details TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id)
);
INSERT INTO "events" VALUES(1,1795335009734732,'recipe','Recipe cell version 1 was activated.','ada','{"before": null, "name": "cell", "sha256": "f99e4bb5e17842553257101c56c357488049fc8a3f2914471b9d7241ce049aec", "version": 1, "why": "first"}');
INSERT INTO "events" VALUES(2,1795335009754003,'recipe','Recipe cell version 2 was activated.','Jörg','{"before": {"name": "cell", "version": 1}, "name": "cell", "sha256": "2eb014b74f5934a1a2416db90b1dd9daa2f6759b6719327c2224c10d3e0c7c9c", "version": 2, "why": "zu viele Ausschüsse"}');
INSERT INTO "events" VALUES(3,1795335009763930,'recipe','Recipe cell version 1 was activated.','ada','{"before": {"name": "cell", "version": 2}, "name": "cell", "sha256": "f99e4bb5e17842553257101c56c357488049fc8a3f2914471b9d7241ce049aec", "version": 1, "why": "back"}');
INSERT INTO "events" VALUES(4,1740830400000000,'training','Recipe cell version 1 was taught.','ada','{"list": [1, "ä"], "recipe": "cell"}');
CREATE TABLE images (
	id INTEGER NOT NULL, 
	recipe TEXT NOT NULL, 
	path TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	label TEXT NOT NULL, 
	defect TEXT, 
	width BIGINT NOT NULL, 
	height BIGINT NOT NULL, 
	channels BIGINT NOT NULL, 
	dtype TEXT NOT NULL, 
	added_us BIGINT NOT NULL, 
	CONSTRAINT pk_images PRIMARY KEY (id), 
	CONSTRAINT uq_images_recipe_sha256 UNIQUE (recipe, sha256)
);
INSERT INTO "images" VALUES(1,'cell','pictures/1.png','0000000000000000000000000000000000000000000000000000000000000001','good',NULL,64,48,1,'uint8',1740830401000000);
INSERT INTO "images" VALUES(2,'cell','pictures/2.png','0000000000000000000000000000000000000000000000000000000000000002','defect','crack',64,48,1,'uint8',1740830402000000);
INSERT INTO "images" VALUES(3,'cell','pictures/3.png','0000000000000000000000000000000000000000000000000000000000000003','unsure',NULL,64,48,1,'uint8',1740830403000000);
INSERT INTO "images" VALUES(4,'cell','pictures/4.png','0000000000000000000000000000000000000000000000000000000000000004','ignore',NULL,64,48,1,'uint8',1740830404000000);
INSERT INTO "images" VALUES(5,'plate','pictures/1.png','0000000000000000000000000000000000000000000000000000000000000001','good',NULL,64,48,1,'uint8',1740830401000000);
CREATE TABLE inspection_hours (
	hour BIGINT NOT NULL, 
	recipe_id BIGINT NOT NULL, 
	verdict TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	scored BIGINT NOT NULL, 
	with_part BIGINT NOT NULL, 
	CONSTRAINT pk_inspection_hours PRIMARY KEY (hour, recipe_id, verdict, reason)
);
INSERT INTO "inspection_hours" VALUES(483564,1,'OK','below_threshold',1,1,1);
INSERT INTO "inspection_hours" VALUES(483564,1,'NOK','above_threshold',1,1,1);
INSERT INTO "inspection_hours" VALUES(483564,3,'REVIEW','review_band',1,1,1);
INSERT INTO "inspection_hours" VALUES(483564,0,'ERROR','overrun',1,0,0);
INSERT INTO "inspection_hours" VALUES(483564,1,'ERROR','score_not_finite',1,0,1);
CREATE TABLE inspections (
	pk INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	trigger_id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	part_id TEXT, 
	seq BIGINT NOT NULL, 
	at_us BIGINT NOT NULL, 
	verdict TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	score DOUBLE, 
	score_word TEXT, 
	threshold DOUBLE, 
	review_from DOUBLE, 
	recipe_id INTEGER, 
	model_name TEXT, 
	model_version BIGINT, 
	model_sha256 TEXT, 
	camera_id TEXT, 
	grab_ms DOUBLE, 
	queue_ms DOUBLE, 
	inference_ms DOUBLE, 
	commit_ms DOUBLE, 
	output_ms DOUBLE, 
	total_ms DOUBLE, 
	image_state TEXT NOT NULL, 
	image_path TEXT, 
	image_sha256 TEXT, 
	image_bytes BIGINT, 
	output TEXT NOT NULL, 
	CONSTRAINT pk_inspections PRIMARY KEY (pk), 
	CONSTRAINT fk_inspections_recipe_id FOREIGN KEY(recipe_id) REFERENCES recipe_versions (id), 
	CONSTRAINT uq_inspections_id UNIQUE (id)
);
INSERT INTO "inspections" VALUES(1,'part-000001','trigger-1','software','SN00001',1,1740830460000000,'OK','below_threshold','',0.5,NULL,1.0,NULL,1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000001.png','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',91000,'sent');
INSERT INTO "inspections" VALUES(2,'part-000002','trigger-2','software','SN00002',2,1740830520000000,'NOK','above_threshold','',2.0,NULL,1.0,NULL,1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000002.png','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc',91001,'sent');
INSERT INTO "inspections" VALUES(3,'part-000003','trigger-3','software','SN00003',3,1740830580000000,'REVIEW','review_band','',0.26,NULL,0.3,0.25,3,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cam',NULL,NULL,NULL,NULL,NULL,NULL,'not_kept',NULL,NULL,NULL,'sent');
INSERT INTO "inspections" VALUES(4,'part-000004','trigger-4','software',NULL,4,1740830640000000,'ERROR','overrun','',NULL,NULL,1.0,NULL,NULL,NULL,NULL,NULL,'cam',NULL,NULL,NULL,NULL,NULL,NULL,'none',NULL,NULL,NULL,'sent');
INSERT INTO "inspections" VALUES(5,'part-000005','trigger-5','software','SN00005',5,1740830700000000,'ERROR','score_not_finite','',NULL,'nan',1.0,NULL,1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cam',NULL,NULL,NULL,NULL,NULL,NULL,'failed',NULL,NULL,NULL,'sent');
CREATE TABLE models (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	detector TEXT NOT NULL, 
	options TEXT NOT NULL, 
	n_images BIGINT NOT NULL, 
	created_us BIGINT NOT NULL, 
	created_by TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_models PRIMARY KEY (id), 
	CONSTRAINT uq_models_name_version UNIQUE (name, version)
);
INSERT INTO "models" VALUES(1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','patchcore','{"k": [1, 2.5]}',12,1740830400000000,'ada','note');
CREATE TABLE recipe_versions (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created_us BIGINT NOT NULL, 
	created_by TEXT NOT NULL, 
	CONSTRAINT pk_recipe_versions PRIMARY KEY (id), 
	CONSTRAINT uq_recipe_versions_name_version UNIQUE (name, version)
);
INSERT INTO "recipe_versions" VALUES(1,'cell',1,'f99e4bb5e17842553257101c56c357488049fc8a3f2914471b9d7241ce049aec','{"choice":{"escapes":0,"false_rejects":1,"n_defect":4,"n_good":12,"policy":"good_only","sentence":"at most 23 % of good parts will be rejected"},"created_at":"2025-03-01T12:01:00Z","created_by":"ada","gate":{"sharpness":[1.0,null]},"image":{"channels":1,"dtype":"uint8","height":48,"width":64},"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","note":"first","review_from":null,"threshold":1.0,"version":1}',1740830460000000,'ada');
INSERT INTO "recipe_versions" VALUES(2,'plate',1,'4c4d32b64f65bce9af5aa960fd3f8c5c2aaae4d9bd81c94e61ad1b7eed0a49b5','{"choice":null,"created_at":"2025-03-01T12:01:00Z","created_by":"ada","gate":null,"image":{"channels":1,"dtype":"uint8","height":48,"width":64},"model":{"name":"plate","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"plate","note":"first","review_from":null,"threshold":7.5,"version":1}',1740830460000000,'ada');
INSERT INTO "recipe_versions" VALUES(3,'cell',2,'2eb014b74f5934a1a2416db90b1dd9daa2f6759b6719327c2224c10d3e0c7c9c','{"choice":null,"created_at":"2025-03-01T12:02:00Z","created_by":"Jörg","gate":null,"image":{"channels":1,"dtype":"uint8","height":48,"width":64},"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","note":"zu viele Ausschüsse","review_from":0.25,"threshold":0.30000000000000004,"version":2}',1740830520000000,'Jörg');
CREATE INDEX ix_events_kind_id ON events (kind, id);
CREATE INDEX ix_images_recipe_label ON images (recipe, label);
CREATE INDEX ix_inspections_at ON inspections (at_us, pk);
CREATE INDEX ix_inspections_part ON inspections (verdict, part_id, at_us, pk);
CREATE INDEX ix_inspections_reason_at ON inspections (reason, at_us, pk);
CREATE INDEX ix_inspections_recipe_at ON inspections (recipe_id, verdict, at_us, pk, score);
CREATE INDEX ix_inspections_score ON inspections (verdict, score, at_us, pk);
CREATE INDEX ix_inspections_stored ON inspections (verdict, at_us, pk, image_bytes) WHERE image_state = 'stored';
CREATE INDEX ix_inspections_unfinished ON inspections (pk) WHERE output = 'pending' OR image_state = 'pending';
CREATE INDEX ix_inspections_verdict_at ON inspections (verdict, at_us, pk, score);
COMMIT;
