-- A database as the program wrote it when its records had the version 0002, with rows in every table.
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
INSERT INTO "activations" VALUES(1,1,1795355584974143,'ada','first');
INSERT INTO "activations" VALUES(2,3,1795355585068691,'Jörg','zu viele Ausschüsse');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE audit (
	number INTEGER NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	why TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (number)
);
INSERT INTO "audit" VALUES(1,1740830400000000,'ada','station','user.added','user ada','',NULL,'{"role":"administrator"}','c884dee5290d9845235dac4e17d0e8fea99c36a5f878ebbb6ef6cb719421910d');
INSERT INTO "audit" VALUES(2,1740830400000000,'ada','station','user.added','user Jörg','',NULL,'{"role":"engineer"}','bbb641a161183d19037738cfc8e51aca3add1387e82c43702b07bee6dc7263ef');
INSERT INTO "audit" VALUES(3,1740830460000000,'Jörg','station','user.signed_in','user Jörg','',NULL,NULL,'8db872637b6a2f7acefdd0950f665f2b83025835353dc39f6220d0773728b3ec');
INSERT INTO "audit" VALUES(4,1740830520000000,'Jörg','station','user.refused','user Jörg','',NULL,'{"wrong":1}','f1d1d8ee89c6e672a683d1417cb86273466bc26dcccdcdc5af468954874276b0');
INSERT INTO "audit" VALUES(5,1795355584735708,'ada','station','labels.changed','data set cell','',NULL,'{"act":"01a2038828d09ce8fcba93c49dfa152a","changed":0,"new":4}','4794f150b365cf939360198128b158c6d4e4bf4c79dbd352d41baf5e0a0244ae');
INSERT INTO "audit" VALUES(6,1795355584787638,'Jörg','station','labels.changed','data set cell','clean','{"unsure":1}','{"act":"01a2038828f39ec8886a929e0371d354","changed":1,"labels":{"good":1},"new":0,"pictures":[3]}','0849517ada42065106172b6f00d3db44cb6fe66a40165e0be8f34431fc32e4e3');
INSERT INTO "audit" VALUES(7,1795355584830318,'Jörg','station','labels.undone','data set cell','not sure','{"good":1}','{"act":"01a20388292a89b86ee7a1e934314a0b","changed":1,"labels":{"unsure":1},"new":0,"pictures":[3],"undoes":"01a2038828f39ec8886a929e0371d354"}','02698f43c3cd53b70d4a39693af90a1f70f912e2bb09bf358cd9625cff86d386');
INSERT INTO "audit" VALUES(8,1795355584843243,'ada','station','mask.changed','data set cell','',NULL,'{"mask":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","picture":"0000000000000000000000000000000000000000000000000000000000000002","pixels":37,"proposed_by":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1}}','6d813a926cdaeb33b8db6ae7c9c732e88a92801293fbb9be03410a768d58f848');
INSERT INTO "audit" VALUES(9,1795355584899021,'ada','station','snapshot.taken','data set cell','first',NULL,'{"name":"first lot","pictures":4}','a808b62d9c21260e70b481606cc73ad94fe1417e84991960d1c7d11c40c39c87');
INSERT INTO "audit" VALUES(10,1795355584970549,'ada','station','recipe.stored','recipe cell','first',NULL,'{"chosen_by":{"figures":{"n_good":12},"params":{"rate":0.05},"policy":"good_only"},"detector":"patchcore","model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","snapshot":{"n_images":4,"name":"model-cell-1","sha256":"1d48da47d2a416d3415f705137a9ed11a2c1395b8bd22fab608930b70f1f9554"},"threshold":1.0,"version":1}','37450dccabe99d2d9dda235d412564ced790c11980e488d92d522561d2e769ca');
INSERT INTO "audit" VALUES(11,1795355584974143,'ada','station','recipe.activated','recipe cell','first',NULL,'{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","threshold":1.0,"version":1}','b151b5fafa2c357d48ff7f65a5f404f111633b195828e33c5733c27163c73feb');
INSERT INTO "audit" VALUES(12,1795355585026221,'ada','station','recipe.stored','recipe plate','',NULL,'{"detector":"patchcore","model":{"name":"plate","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"plate","review_from":null,"sha256":"52177db780ef34cf8edccef8cd8a7626c4286d2cf404dbcc824e491f98245dcc","threshold":7.5,"version":1}','541a377646ed3bc423bd91de32707d10fb470e550a1cc3d9e7440a8bcf975b00');
INSERT INTO "audit" VALUES(13,1795355585057217,'ada','station','recipe.stored','recipe cell','zu viele Ausschüsse','{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","threshold":1.0,"version":1}','{"chosen_by":{"figures":{},"params":{},"policy":"cost"},"detector":"patchcore","model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"name":"cell","review_from":0.7,"sha256":"3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d","threshold":0.9,"version":2}','7147404e37ad1345853bea66d7966b6b6fd68f6798e9e9cfb27de4bdca168094');
INSERT INTO "audit" VALUES(14,1795355585068691,'Jörg','station','recipe.activated','recipe cell','zu viele Ausschüsse','{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","threshold":1.0,"version":1}','{"model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"name":"cell","review_from":0.7,"sha256":"3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d","threshold":0.9,"version":2}','3ee3ef0a52f64d216632fd4d68a35961ffbaa0d7da42815904fe397b5ffb2578');
INSERT INTO "audit" VALUES(15,1740830400000000,'Jörg','station','models.compared','recipe cell','','{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1}}','{"changed":0,"comparison":1,"model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"pictures":1,"sha256":"35256c0b804629bfd90d5f260dee33bf949697afab672b0114a9c268b50ac01c"}','9a30bea793bdd7b889a5b1ccc44261768757f308c463b370e3a3576257ea4dad');
INSERT INTO "audit" VALUES(16,1795355585192309,'Otto','station','feedback.given','inspection part-000002','only dust','{"verdict":"NOK"}','{"feedback":1,"said":"good"}','977be7fe346b162c9229d875e26b6f196f0f24350528fe4757d8c7228c80ebf6');
INSERT INTO "audit" VALUES(17,1795355585224042,'Jörg','station','feedback.settled','inspection part-000002','into the data set','{"feedback":1,"outcome":"open","said":"good"}','{"feedback":1,"outcome":"taken"}','9a3724007aa8553b59bfe6f1a12bb13f85209599c0dd875a1e62801fdd1f3cb8');
INSERT INTO "audit" VALUES(18,1795355585272043,'Otto','station','feedback.given','inspection part-000001','','{"verdict":"OK"}','{"feedback":2,"said":"bad"}','45df158a624dcf8f61688f64858cb787732eb4596c096365e9f04492d54d6d57');
INSERT INTO "audit" VALUES(19,1795355585301257,'Jörg','station','verdict.reviewed','inspection part-000003','a shadow','{"verdict":"REVIEW"}','{"defect":null,"verdict":"OK"}','074445d0340dc35e58fc2318dbe3c41ae7cfb06ae8179824753c70f52b89d008');
INSERT INTO "audit" VALUES(20,1795355585332048,'Jörg','station','verdict.reviewed','inspection part-000002','','{"verdict":"NOK"}','{"defect":"crack","verdict":"NOK"}','a8231f45bf7590f995e34e1344afc02b521e2b055665c59a8acc3ae584e341b9');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	number BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO "audit_head" VALUES(1,20,'a8231f45bf7590f995e34e1344afc02b521e2b055665c59a8acc3ae584e341b9');
CREATE TABLE events (
	id INTEGER NOT NULL, 
	at_us BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	message TEXT NOT NULL, 
	who TEXT NOT NULL, 
	details TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id)
);
INSERT INTO "events" VALUES(1,1740830400000000,'training','Recipe cell version 1 was taught.','ada','{"recipe": "cell"}');
INSERT INTO "events" VALUES(2,1795355584974143,'recipe','Recipe cell version 1 was activated.','ada','{"before": null, "name": "cell", "sha256": "76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d", "version": 1, "why": "first"}');
INSERT INTO "events" VALUES(3,1795355585068691,'recipe','Recipe cell version 2 was activated.','Jörg','{"before": {"name": "cell", "version": 1}, "name": "cell", "sha256": "3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d", "version": 2, "why": "zu viele Ausschüsse"}');
INSERT INTO "events" VALUES(4,1740830400000000,'camera','Die Kamera fiel aus.','station','{"list": [1, "ä"]}');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	inspection_pk INTEGER NOT NULL, 
	said TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	settled_us BIGINT, 
	settled_by TEXT, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (id), 
	CONSTRAINT fk_feedback_inspection_pk FOREIGN KEY(inspection_pk) REFERENCES inspections (pk)
);
INSERT INTO "feedback" VALUES(1,2,'good','only dust',1795355585192309,'Otto','taken',1795355585224042,'Jörg','into the data set');
INSERT INTO "feedback" VALUES(2,1,'bad','',1795355585272043,'Otto','open',NULL,NULL,'');
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
INSERT INTO "inspection_hours" VALUES(483564,3,'NOK','above_threshold',1,1,1);
INSERT INTO "inspection_hours" VALUES(483564,3,'REVIEW','review_band',2,2,2);
INSERT INTO "inspection_hours" VALUES(483564,3,'ERROR','overrun',1,0,0);
INSERT INTO "inspection_hours" VALUES(483564,3,'OK','below_threshold',1,1,1);
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
INSERT INTO "inspections" VALUES(1,'part-000001','trigger-1','software','SN00001',1,1740831060000000,'OK','below_threshold','',0.4,NULL,1.0,NULL,1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000001.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91001,'sent');
INSERT INTO "inspections" VALUES(2,'part-000002','trigger-2','software','SN00002',2,1740831120000000,'NOK','above_threshold','',2.0,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000002.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91002,'sent');
INSERT INTO "inspections" VALUES(3,'part-000003','trigger-3','software','SN00003',3,1740831180000000,'REVIEW','review_band','',0.8,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000003.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91003,'sent');
INSERT INTO "inspections" VALUES(4,'part-000004','trigger-4','software',NULL,4,1740831240000000,'ERROR','overrun','',NULL,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'none',NULL,NULL,NULL,'sent');
INSERT INTO "inspections" VALUES(5,'part-000005','trigger-5','software','SN00005',5,1740831300000000,'OK','below_threshold','',0.5,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000005.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91005,'withheld');
INSERT INTO "inspections" VALUES(6,'part-000006','trigger-6','software','SN00006',6,1740831360000000,'REVIEW','review_band','',0.85,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000006.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91006,'sent');
CREATE TABLE labels (
	id INTEGER NOT NULL, 
	image_id INTEGER NOT NULL, 
	batch TEXT NOT NULL, 
	undoes TEXT, 
	label TEXT NOT NULL, 
	defect TEXT, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_labels PRIMARY KEY (id), 
	CONSTRAINT fk_labels_image_id FOREIGN KEY(image_id) REFERENCES images (id)
);
INSERT INTO "labels" VALUES(1,1,'01a2038828d09ce8fcba93c49dfa152a',NULL,'good',NULL,1795355584720054,'ada','');
INSERT INTO "labels" VALUES(2,2,'01a2038828d09ce8fcba93c49dfa152a',NULL,'defect','crack',1795355584720054,'ada','');
INSERT INTO "labels" VALUES(3,3,'01a2038828d09ce8fcba93c49dfa152a',NULL,'unsure',NULL,1795355584720054,'ada','');
INSERT INTO "labels" VALUES(4,4,'01a2038828d09ce8fcba93c49dfa152a',NULL,'ignore',NULL,1795355584720054,'ada','');
INSERT INTO "labels" VALUES(5,3,'01a2038828f39ec8886a929e0371d354',NULL,'good',NULL,1795355584755238,'Jörg','clean');
INSERT INTO "labels" VALUES(6,3,'01a20388292a89b86ee7a1e934314a0b','01a2038828f39ec8886a929e0371d354','unsure',NULL,1795355584810898,'Jörg','not sure');
CREATE TABLE masks (
	id INTEGER NOT NULL, 
	image_id INTEGER NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	bytes BIGINT, 
	pixels BIGINT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	model_name TEXT, 
	model_version BIGINT, 
	model_sha256 TEXT, 
	CONSTRAINT pk_masks PRIMARY KEY (id), 
	CONSTRAINT fk_masks_image_id FOREIGN KEY(image_id) REFERENCES images (id)
);
INSERT INTO "masks" VALUES(1,2,'masks/2.png','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc',412,37,1740830400000000,'ada','cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE TABLE model_comparisons (
	id INTEGER NOT NULL, 
	recipe TEXT NOT NULL, 
	old_sha256 TEXT NOT NULL, 
	new_sha256 TEXT NOT NULL, 
	n_pictures BIGINT NOT NULL, 
	n_changed BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	body TEXT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	CONSTRAINT pk_model_comparisons PRIMARY KEY (id)
);
INSERT INTO "model_comparisons" VALUES(1,'cell','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',1,0,'35256c0b804629bfd90d5f260dee33bf949697afab672b0114a9c268b50ac01c','{"metrics":{"new":{},"old":{}},"new":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"new_threshold":0.9,"note":"","old":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"old_threshold":1.0,"pictures":[{"inspection_id":null,"label":"good","new_score":0.3,"new_verdict":"OK","old_score":0.4,"old_verdict":"OK","path":"pictures/1.png","sha256":"0000000000000000000000000000000000000000000000000000000000000001"}]}',1740830400000000,'Jörg');
CREATE TABLE model_snapshots (
	model_id INTEGER NOT NULL, 
	snapshot_id INTEGER NOT NULL, 
	CONSTRAINT pk_model_snapshots PRIMARY KEY (model_id), 
	CONSTRAINT fk_model_snapshots_model_id FOREIGN KEY(model_id) REFERENCES models (id), 
	CONSTRAINT fk_model_snapshots_snapshot_id FOREIGN KEY(snapshot_id) REFERENCES snapshots (id)
);
INSERT INTO "model_snapshots" VALUES(1,2);
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
INSERT INTO "models" VALUES(1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','patchcore','{"precision": "fp32"}',12,1740830400000000,'ada','first');
INSERT INTO "models" VALUES(2,'plate',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','patchcore','{"precision": "fp32"}',12,1740830400000000,'ada','first');
INSERT INTO "models" VALUES(3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','patchcore','{"precision": "fp32"}',12,1740830400000000,'ada','first');
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
INSERT INTO "recipe_versions" VALUES(1,'cell',1,'76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d','{"choice":null,"created_at":"2025-03-01T12:01:00Z","created_by":"ada","gate":null,"image":{"channels":1,"dtype":"uint8","height":48,"width":64},"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","note":"","review_from":null,"threshold":1.0,"version":1}',1740830460000000,'ada');
INSERT INTO "recipe_versions" VALUES(2,'plate',1,'52177db780ef34cf8edccef8cd8a7626c4286d2cf404dbcc824e491f98245dcc','{"choice":null,"created_at":"2025-03-01T12:01:00Z","created_by":"ada","gate":null,"image":{"channels":1,"dtype":"uint8","height":48,"width":64},"model":{"name":"plate","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"plate","note":"","review_from":null,"threshold":7.5,"version":1}',1740830460000000,'ada');
INSERT INTO "recipe_versions" VALUES(3,'cell',2,'3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d','{"choice":null,"created_at":"2025-03-01T12:02:00Z","created_by":"ada","gate":null,"image":{"channels":1,"dtype":"uint8","height":48,"width":64},"model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"name":"cell","note":"zu viele Ausschüsse","review_from":0.7,"threshold":0.9,"version":2}',1740830520000000,'ada');
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	inspection_pk INTEGER NOT NULL, 
	verdict TEXT NOT NULL, 
	was TEXT NOT NULL, 
	defect TEXT, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (id), 
	CONSTRAINT fk_reviews_inspection_pk FOREIGN KEY(inspection_pk) REFERENCES inspections (pk)
);
INSERT INTO "reviews" VALUES(1,3,'OK','REVIEW',NULL,1795355585301257,'Jörg','a shadow');
INSERT INTO "reviews" VALUES(2,2,'NOK','NOK','crack',1795355585332048,'Jörg','');
CREATE TABLE snapshots (
	id INTEGER NOT NULL, 
	recipe TEXT NOT NULL, 
	name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	body TEXT NOT NULL, 
	n_images BIGINT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_snapshots PRIMARY KEY (id), 
	CONSTRAINT uq_snapshots_recipe_name UNIQUE (recipe, name)
);
INSERT INTO "snapshots" VALUES(1,'cell','first lot','1d48da47d2a416d3415f705137a9ed11a2c1395b8bd22fab608930b70f1f9554','{"images":[{"defect":null,"label":"good","mask_sha256":null,"path":"pictures/1.png","sha256":"0000000000000000000000000000000000000000000000000000000000000001","use":""},{"defect":"crack","label":"defect","mask_sha256":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","path":"pictures/2.png","sha256":"0000000000000000000000000000000000000000000000000000000000000002","use":""},{"defect":null,"label":"unsure","mask_sha256":null,"path":"pictures/3.png","sha256":"0000000000000000000000000000000000000000000000000000000000000003","use":""},{"defect":null,"label":"ignore","mask_sha256":null,"path":"pictures/4.png","sha256":"0000000000000000000000000000000000000000000000000000000000000004","use":""}],"seed":null}',4,1795355584885565,'ada','first');
INSERT INTO "snapshots" VALUES(2,'cell','model-cell-1','1d48da47d2a416d3415f705137a9ed11a2c1395b8bd22fab608930b70f1f9554','{"images":[{"defect":null,"label":"good","mask_sha256":null,"path":"pictures/1.png","sha256":"0000000000000000000000000000000000000000000000000000000000000001","use":""},{"defect":"crack","label":"defect","mask_sha256":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","path":"pictures/2.png","sha256":"0000000000000000000000000000000000000000000000000000000000000002","use":""},{"defect":null,"label":"unsure","mask_sha256":null,"path":"pictures/3.png","sha256":"0000000000000000000000000000000000000000000000000000000000000003","use":""},{"defect":null,"label":"ignore","mask_sha256":null,"path":"pictures/4.png","sha256":"0000000000000000000000000000000000000000000000000000000000000004","use":""}],"seed":null}',4,1795355584885565,'ada','first');
CREATE TABLE thresholds (
	id INTEGER NOT NULL, 
	recipe_id INTEGER NOT NULL, 
	before_id INTEGER, 
	threshold DOUBLE NOT NULL, 
	review_from DOUBLE, 
	policy TEXT NOT NULL, 
	params TEXT NOT NULL, 
	figures TEXT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_thresholds PRIMARY KEY (id), 
	CONSTRAINT fk_thresholds_recipe_id FOREIGN KEY(recipe_id) REFERENCES recipe_versions (id), 
	CONSTRAINT fk_thresholds_before_id FOREIGN KEY(before_id) REFERENCES recipe_versions (id), 
	CONSTRAINT uq_thresholds_recipe_id UNIQUE (recipe_id)
);
INSERT INTO "thresholds" VALUES(1,1,NULL,1.0,NULL,'good_only','{"rate": 0.05}','{"n_good": 12}',1740830460000000,'ada','first');
INSERT INTO "thresholds" VALUES(2,2,NULL,7.5,NULL,'','{}','{}',1740830460000000,'ada','');
INSERT INTO "thresholds" VALUES(3,3,1,0.9,0.7,'cost','{}','{}',1740830520000000,'ada','zu viele Ausschüsse');
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	role TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	password_us BIGINT NOT NULL, 
	created_us BIGINT NOT NULL, 
	created_by TEXT NOT NULL, 
	disabled_us BIGINT, 
	failed_attempts BIGINT NOT NULL, 
	locked_until_us BIGINT, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name_key UNIQUE (name_key)
);
INSERT INTO "users" VALUES(1,'ada','ada','administrator','$argon2id$of-a-specimen',1740830400000000,1740830400000000,'ada',NULL,0,NULL);
INSERT INTO "users" VALUES(2,'Jörg','jörg','engineer','$argon2id$of-another',1740830400000000,1740830400000000,'ada',NULL,1,NULL);
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
CREATE INDEX ix_audit_action ON audit (action);
CREATE INDEX ix_audit_subject ON audit (subject);
CREATE INDEX ix_labels_image_id_id ON labels (image_id, id);
CREATE INDEX ix_labels_batch ON labels (batch);
CREATE INDEX ix_labels_undoes ON labels (undoes);
CREATE INDEX ix_masks_image_id_id ON masks (image_id, id);
CREATE INDEX ix_model_snapshots_snapshot_id ON model_snapshots (snapshot_id);
CREATE INDEX ix_model_comparisons_recipe ON model_comparisons (recipe);
CREATE INDEX ix_feedback_inspection_pk ON feedback (inspection_pk);
CREATE INDEX ix_feedback_settled_us_id ON feedback (settled_us, id);
CREATE INDEX ix_reviews_inspection_pk_id ON reviews (inspection_pk, id);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER labels_no_update BEFORE UPDATE ON labels BEGIN SELECT RAISE(ABORT, 'labels is append-only'); END;
CREATE TRIGGER labels_no_delete BEFORE DELETE ON labels BEGIN SELECT RAISE(ABORT, 'labels is append-only'); END;
CREATE TRIGGER masks_no_update BEFORE UPDATE ON masks BEGIN SELECT RAISE(ABORT, 'masks is append-only'); END;
CREATE TRIGGER masks_no_delete BEFORE DELETE ON masks BEGIN SELECT RAISE(ABORT, 'masks is append-only'); END;
CREATE TRIGGER model_comparisons_no_update BEFORE UPDATE ON model_comparisons BEGIN SELECT RAISE(ABORT, 'model_comparisons is append-only'); END;
CREATE TRIGGER model_comparisons_no_delete BEFORE DELETE ON model_comparisons BEGIN SELECT RAISE(ABORT, 'model_comparisons is append-only'); END;
CREATE TRIGGER model_snapshots_no_update BEFORE UPDATE ON model_snapshots BEGIN SELECT RAISE(ABORT, 'model_snapshots is append-only'); END;
CREATE TRIGGER model_snapshots_no_delete BEFORE DELETE ON model_snapshots BEGIN SELECT RAISE(ABORT, 'model_snapshots is append-only'); END;
CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews is append-only'); END;
CREATE TRIGGER reviews_no_delete BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews is append-only'); END;
CREATE TRIGGER snapshots_no_update BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'snapshots is append-only'); END;
CREATE TRIGGER snapshots_no_delete BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'snapshots is append-only'); END;
CREATE TRIGGER thresholds_no_update BEFORE UPDATE ON thresholds BEGIN SELECT RAISE(ABORT, 'thresholds is append-only'); END;
CREATE TRIGGER thresholds_no_delete BEFORE DELETE ON thresholds BEGIN SELECT RAISE(ABORT, 'thresholds is append-only'); END;
COMMIT;
