-- A database as the program wrote it when its records had the version 0004, with rows in every table.
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
INSERT INTO "activations" VALUES(1,1,1795355595604275,'ada','first');
INSERT INTO "activations" VALUES(2,3,1795355595698834,'Jörg','zu viele Ausschüsse');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
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
INSERT INTO "audit" VALUES(5,1795355595286785,'ada','station','labels.changed','data set cell','',NULL,'{"act":"01a20388520248e497e4ef2c366ed815","changed":0,"new":4}','9b1bf1dd9be8f56177e5eb88fa06bbe1c67c60d1d09843a643e03d6d482b3570');
INSERT INTO "audit" VALUES(6,1795355595360563,'Jörg','station','labels.changed','data set cell','clean','{"unsure":1}','{"act":"01a203885240d96f46bcec60f3f1547e","changed":1,"labels":{"good":1},"new":0,"pictures":[3]}','64f9c28cb9aa891ee63bceaee5cff57c9af98d96cc14076a138cc574f3b89827');
INSERT INTO "audit" VALUES(7,1795355595414943,'Jörg','station','labels.undone','data set cell','not sure','{"good":1}','{"act":"01a20388528886dfec26072e38358073","changed":1,"labels":{"unsure":1},"new":0,"pictures":[3],"undoes":"01a203885240d96f46bcec60f3f1547e"}','2d32d4e4195f56f622fe9291ed70398094a64b99461fa1ae14dbd237324579ab');
INSERT INTO "audit" VALUES(8,1795355595464210,'ada','station','mask.changed','data set cell','',NULL,'{"mask":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","picture":"0000000000000000000000000000000000000000000000000000000000000002","pixels":37,"proposed_by":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1}}','e7a819f86fa9a6a877174403e666993b5e5fd55d81acc31274157f8c5a0a2912');
INSERT INTO "audit" VALUES(9,1795355595528800,'ada','station','snapshot.taken','data set cell','first',NULL,'{"name":"first lot","pictures":4}','8b9d74ee9849a5e1374d6d1170d6fd61dfd187a4ac69ded9fb25c0981bf5398d');
INSERT INTO "audit" VALUES(10,1795355595599708,'ada','station','recipe.stored','recipe cell','first',NULL,'{"chosen_by":{"figures":{"n_good":12},"params":{"rate":0.05},"policy":"good_only"},"detector":"patchcore","model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","snapshot":{"n_images":4,"name":"model-cell-1","sha256":"1d48da47d2a416d3415f705137a9ed11a2c1395b8bd22fab608930b70f1f9554"},"threshold":1.0,"version":1}','4c9c0cda0dbd5cf90ca9b1671f16176b8ded2699091c1420c9a758515248b744');
INSERT INTO "audit" VALUES(11,1795355595604275,'ada','station','recipe.activated','recipe cell','first',NULL,'{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","threshold":1.0,"version":1}','bb58854d3727077325b55871875e9b0aa8c15c000ad30fec2d234df2d51b9b68');
INSERT INTO "audit" VALUES(12,1795355595653652,'ada','station','recipe.stored','recipe plate','',NULL,'{"detector":"patchcore","model":{"name":"plate","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"plate","review_from":null,"sha256":"52177db780ef34cf8edccef8cd8a7626c4286d2cf404dbcc824e491f98245dcc","threshold":7.5,"version":1}','e9ac8e87e2a54359a4144d737afffb0ca95747f2f61c36383f20011da87afb80');
INSERT INTO "audit" VALUES(13,1795355595690187,'ada','station','recipe.stored','recipe cell','zu viele Ausschüsse','{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","threshold":1.0,"version":1}','{"chosen_by":{"figures":{},"params":{},"policy":"cost"},"detector":"patchcore","model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"name":"cell","review_from":0.7,"sha256":"3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d","threshold":0.9,"version":2}','95f9b752930b9735c16746c9fe1389f060d6012e19022cfc1e8239aee203c7b9');
INSERT INTO "audit" VALUES(14,1795355595698834,'Jörg','station','recipe.activated','recipe cell','zu viele Ausschüsse','{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1},"name":"cell","review_from":null,"sha256":"76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d","threshold":1.0,"version":1}','{"model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"name":"cell","review_from":0.7,"sha256":"3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d","threshold":0.9,"version":2}','e49bf32416ecd408bcb93e098f0e0aeb3a1f0b56ff801974c49a2c30015fdb84');
INSERT INTO "audit" VALUES(15,1740830400000000,'Jörg','station','models.compared','recipe cell','','{"model":{"name":"cell","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","version":1}}','{"changed":0,"comparison":1,"model":{"name":"cell","sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","version":2},"pictures":1,"sha256":"35256c0b804629bfd90d5f260dee33bf949697afab672b0114a9c268b50ac01c"}','d38065e034a20c0192450cdb292706b14225200905faf0568a2bc3228c17aec2');
INSERT INTO "audit" VALUES(16,1795355595867116,'Otto','station','feedback.given','inspection part-000002','only dust','{"verdict":"NOK"}','{"feedback":1,"said":"good"}','c034eb2ff0c1ddc4dd14a2a9c16aab60320f5bbada8625c1ab052bedf43e584c');
INSERT INTO "audit" VALUES(17,1795355595891997,'Jörg','station','feedback.settled','inspection part-000002','into the data set','{"feedback":1,"outcome":"open","said":"good"}','{"feedback":1,"outcome":"taken"}','cf36d6106f082cf59d5f1a256d4043f71623b0a28501000d38615f6cbd78ecd6');
INSERT INTO "audit" VALUES(18,1795355595932070,'Otto','station','feedback.given','inspection part-000001','','{"verdict":"OK"}','{"feedback":2,"said":"bad"}','f290cfa394a9552ea7829a1a09bca5536fcd9f168c9d16e5dba35658ed0a3208');
INSERT INTO "audit" VALUES(19,1795355596048550,'Jörg','station','golden.part_set','reference part G1 of recipe cell','a good one',NULL,'{"inspection":"part-000001","note":"","score_from":0.3,"score_to":0.6,"verdict":"OK"}','d8cca3973e1847216946395515ce0176be347d1f9123ae63b33ab0ae5186bf46');
INSERT INTO "audit" VALUES(20,1795355596065981,'Jörg','station','golden.part_set','reference part G2 of recipe cell','',NULL,'{"inspection":null,"note":"","score_from":null,"score_to":null,"verdict":"NOK"}','9328b8d6c5a54413fbf13653b7e67e1d2f669057c007e0439f832331908cf841');
INSERT INTO "audit" VALUES(21,1795355596073936,'Jörg','station','golden.part_set','reference part G3 of recipe cell','',NULL,'{"inspection":null,"note":"","score_from":null,"score_to":null,"verdict":"NOK"}','3ffc3850830f2dcce0201adcfdc6c2a436976b76f4a2d9de36bd87d5abee6e51');
INSERT INTO "audit" VALUES(22,1795355596089964,'Jörg','station','golden.part_removed','reference part G3 of recipe cell','broken','{"inspection":null,"note":"","score_from":null,"score_to":null,"verdict":"NOK"}',NULL,'fef014eb27ba42174c408c9a388d00dc48bd84fc5e48d055f101e5e32938d547');
INSERT INTO "audit" VALUES(23,1740832200000000,'Otto','station','golden.checked','recipe cell','',NULL,'{"outcome":"failed","parts":["G1","G2"],"problems":{"G2":"the verdict was REVIEW, not NOK"},"version":2}','3edf5e87695d08a72eddd691d51790a882de0c36c69a3e1e9ff166fc210b00b0');
INSERT INTO "audit" VALUES(24,1740832200000000,'Otto','station','golden.checked','recipe cell','',NULL,'{"outcome":"abandoned","parts":["G2"],"version":2}','6daca8f16f8a85cdff71a81ba3280d29fbc3232461cd6e474de5c420ebb465ad');
INSERT INTO "audit" VALUES(25,1740832200000000,'Jörg','station','golden.overridden','recipe cell','the part is lost',NULL,'{"outcome":"overridden","version":2}','1147a26368dc52476fbec3b50447d6f4a20b41eadb4e66c50b29beda31693505');
INSERT INTO "audit" VALUES(26,1795355596189476,'Jörg','station','verdict.reviewed','inspection part-000003','a shadow','{"verdict":"REVIEW"}','{"defect":null,"verdict":"OK"}','ac335de8becec67ec60af641f0e2f55a796cca09c9ff16754bd9d0b7101afb2e');
INSERT INTO "audit" VALUES(27,1795355596209983,'Jörg','station','verdict.reviewed','inspection part-000002','','{"verdict":"NOK"}','{"defect":"crack","verdict":"NOK"}','9aa2ab99459481aa8db283c13c17c4435410cdfe1ddb0793f428e8565f2fe877');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	number BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO "audit_head" VALUES(1,27,'9aa2ab99459481aa8db283c13c17c4435410cdfe1ddb0793f428e8565f2fe877');
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
INSERT INTO "events" VALUES(2,1795355595604275,'recipe','Recipe cell version 1 was activated.','ada','{"before": null, "name": "cell", "sha256": "76dcd10854ab8f84d4f8676aeb5e8c885fcefb8a1270d96e01b8fce8b9152b3d", "version": 1, "why": "first"}');
INSERT INTO "events" VALUES(3,1795355595698834,'recipe','Recipe cell version 2 was activated.','Jörg','{"before": {"name": "cell", "version": 1}, "name": "cell", "sha256": "3c806f599cd18287e416105b96f940557748749a58017b3a02cabfa05a29b77d", "version": 2, "why": "zu viele Ausschüsse"}');
INSERT INTO "events" VALUES(4,1740832200000000,'golden','The check of the reference parts of recipe cell was failed.','Otto','{"outcome": "failed", "parts": ["G1", "G2"], "problems": {"G2": "the verdict was REVIEW, not NOK"}, "version": 2}');
INSERT INTO "events" VALUES(5,1740832200000000,'golden','The check of the reference parts of recipe cell was abandoned.','Otto','{"outcome": "abandoned", "parts": ["G2"], "version": 2}');
INSERT INTO "events" VALUES(6,1740832200000000,'golden','The check of the reference parts of recipe cell was overridden: the part is lost','Jörg','{"outcome": "overridden", "version": 2}');
INSERT INTO "events" VALUES(7,1740830400000000,'camera','Die Kamera fiel aus.','station','{"list": [1, "ä"]}');
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
INSERT INTO "feedback" VALUES(1,2,'good','only dust',1795355595867116,'Otto','taken',1795355595891997,'Jörg','into the data set');
INSERT INTO "feedback" VALUES(2,1,'bad','',1795355595932070,'Otto','open',NULL,NULL,'');
CREATE TABLE golden_checks (
	id INTEGER NOT NULL, 
	recipe_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	begun_us BIGINT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_golden_checks PRIMARY KEY (id), 
	CONSTRAINT fk_golden_checks_recipe_id FOREIGN KEY(recipe_id) REFERENCES recipe_versions (id)
);
INSERT INTO "golden_checks" VALUES(1,3,'failed',1740832200000000,1740832200000000,'Otto','');
INSERT INTO "golden_checks" VALUES(2,3,'abandoned',1740832200000000,1740832200000000,'Otto','');
INSERT INTO "golden_checks" VALUES(3,3,'overridden',1740832200000000,1740832200000000,'Jörg','the part is lost');
CREATE TABLE golden_parts (
	id INTEGER NOT NULL, 
	recipe TEXT NOT NULL, 
	name TEXT NOT NULL, 
	present BIGINT NOT NULL, 
	verdict TEXT NOT NULL, 
	score_from DOUBLE, 
	score_to DOUBLE, 
	inspection_pk INTEGER, 
	note TEXT NOT NULL, 
	at_us BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	CONSTRAINT pk_golden_parts PRIMARY KEY (id), 
	CONSTRAINT fk_golden_parts_inspection_pk FOREIGN KEY(inspection_pk) REFERENCES inspections (pk)
);
INSERT INTO "golden_parts" VALUES(1,'cell','G1',1,'OK',0.3,0.6,1,'',1795355596037509,'Jörg');
INSERT INTO "golden_parts" VALUES(2,'cell','G2',1,'NOK',NULL,NULL,NULL,'',1795355596064217,'Jörg');
INSERT INTO "golden_parts" VALUES(3,'cell','G3',1,'NOK',NULL,NULL,NULL,'',1795355596072794,'Jörg');
INSERT INTO "golden_parts" VALUES(4,'cell','G3',0,'NOK',NULL,NULL,NULL,'',1795355596088465,'Jörg');
CREATE TABLE golden_results (
	id INTEGER NOT NULL, 
	check_id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	inspection_pk INTEGER NOT NULL, 
	problem TEXT NOT NULL, 
	CONSTRAINT pk_golden_results PRIMARY KEY (id), 
	CONSTRAINT fk_golden_results_check_id FOREIGN KEY(check_id) REFERENCES golden_checks (id), 
	CONSTRAINT fk_golden_results_part_id FOREIGN KEY(part_id) REFERENCES golden_parts (id), 
	CONSTRAINT fk_golden_results_inspection_pk FOREIGN KEY(inspection_pk) REFERENCES inspections (pk)
);
INSERT INTO "golden_results" VALUES(1,1,1,6,'');
INSERT INTO "golden_results" VALUES(2,1,2,7,'the verdict was REVIEW, not NOK');
INSERT INTO "golden_results" VALUES(3,2,2,8,'');
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
	purpose TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	scored BIGINT NOT NULL, 
	with_part BIGINT NOT NULL, 
	CONSTRAINT pk_inspection_hours PRIMARY KEY (hour, recipe_id, verdict, reason, purpose)
);
INSERT INTO "inspection_hours" VALUES(483564,1,'OK','below_threshold','production',1,1,1);
INSERT INTO "inspection_hours" VALUES(483564,3,'NOK','above_threshold','production',2,2,2);
INSERT INTO "inspection_hours" VALUES(483564,3,'REVIEW','review_band','production',2,2,2);
INSERT INTO "inspection_hours" VALUES(483564,3,'ERROR','overrun','production',1,0,0);
INSERT INTO "inspection_hours" VALUES(483564,3,'OK','below_threshold','production',2,2,2);
INSERT INTO "inspection_hours" VALUES(483564,3,'NOK','above_threshold','reference',2,2,1);
INSERT INTO "inspection_hours" VALUES(483564,3,'OK','below_threshold','reference',2,2,2);
INSERT INTO "inspection_hours" VALUES(483564,3,'REVIEW','review_band','reference',1,1,1);
INSERT INTO "inspection_hours" VALUES(483564,3,'ERROR','late','production',1,0,0);
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
	output TEXT NOT NULL, purpose TEXT DEFAULT 'production' NOT NULL, signed_in TEXT, 
	CONSTRAINT pk_inspections PRIMARY KEY (pk), 
	CONSTRAINT fk_inspections_recipe_id FOREIGN KEY(recipe_id) REFERENCES recipe_versions (id), 
	CONSTRAINT uq_inspections_id UNIQUE (id)
);
INSERT INTO "inspections" VALUES(1,'part-000001','trigger-1','software','SN00001',1,1740831060000000,'OK','below_threshold','',0.4,NULL,1.0,NULL,1,'cell',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000001.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91001,'sent','production',NULL);
INSERT INTO "inspections" VALUES(2,'part-000002','trigger-2','software','SN00002',2,1740831120000000,'NOK','above_threshold','',2.0,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000002.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91002,'sent','production',NULL);
INSERT INTO "inspections" VALUES(3,'part-000003','trigger-3','software','SN00003',3,1740831180000000,'REVIEW','review_band','',0.8,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000003.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91003,'sent','production',NULL);
INSERT INTO "inspections" VALUES(4,'part-000004','trigger-4','software',NULL,4,1740831240000000,'ERROR','overrun','',NULL,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'none',NULL,NULL,NULL,'sent','production',NULL);
INSERT INTO "inspections" VALUES(5,'part-000005','trigger-5','software','SN00005',5,1740831300000000,'OK','below_threshold','',0.5,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000005.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91005,'withheld','production',NULL);
INSERT INTO "inspections" VALUES(6,'part-000006','trigger-6','golden','G1',6,1740831360000000,'OK','below_threshold','',0.45,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000006.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91006,'withheld','reference',NULL);
INSERT INTO "inspections" VALUES(7,'part-000007','trigger-7','golden','G2',7,1740831420000000,'REVIEW','review_band','',0.75,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000007.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91007,'sent','reference',NULL);
INSERT INTO "inspections" VALUES(8,'part-000008','trigger-8','camera',NULL,8,1740831480000000,'NOK','above_threshold','',1.4,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000008.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91008,'sent','reference',NULL);
INSERT INTO "inspections" VALUES(9,'part-000009','trigger-9','golden','G1',9,1740831540000000,'OK','below_threshold','',0.41,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000009.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91009,'withheld','reference',NULL);
INSERT INTO "inspections" VALUES(10,'part-000010','trigger-10','software','SN00010',10,1740831600000000,'REVIEW','review_band','',0.85,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam',8.0,0.4,17.2,0.8,0.1,19.0,'stored','2025/03/01/part-000010.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',91010,'sent','production',NULL);
INSERT INTO "inspections" VALUES(11,'part-000011','trigger-000011','button','SN00011',11,1740832260000000,'OK','below_threshold','',0.25,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam-1',8.0,0.5,17.25,0.75,0.125,19.5,'stored','2025/03/01/part-000011.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4096,'sent','production','Jörg');
INSERT INTO "inspections" VALUES(12,'part-000012','trigger-000012','line','SN00012',12,1740832320000000,'NOK','above_threshold','',3.5,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam-1',8.0,0.5,17.25,0.75,0.125,19.5,'stored','2025/03/01/part-000012.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4096,'sent','production','');
INSERT INTO "inspections" VALUES(13,'part-000013','trigger-000013','golden','golden crack',13,1740832380000000,'NOK','above_threshold','',2.75,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam-1',8.0,0.5,17.25,0.75,0.125,19.5,'stored','2025/03/01/part-000013.png','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4096,'sent','reference','ada');
INSERT INTO "inspections" VALUES(14,'part-000014','trigger-000014','camera',NULL,14,1740832440000000,'ERROR','late','The picture was 900 ms old; the deadline is 500 ms.',NULL,NULL,0.9,0.7,3,'cell',2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','cam-1',8.0,0.5,17.25,0.75,0.125,19.5,'failed',NULL,NULL,NULL,'sent','production','Jörg');
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
INSERT INTO "labels" VALUES(1,1,'01a20388520248e497e4ef2c366ed815',NULL,'good',NULL,1795355595266971,'ada','');
INSERT INTO "labels" VALUES(2,2,'01a20388520248e497e4ef2c366ed815',NULL,'defect','crack',1795355595266971,'ada','');
INSERT INTO "labels" VALUES(3,3,'01a20388520248e497e4ef2c366ed815',NULL,'unsure',NULL,1795355595266971,'ada','');
INSERT INTO "labels" VALUES(4,4,'01a20388520248e497e4ef2c366ed815',NULL,'ignore',NULL,1795355595266971,'ada','');
INSERT INTO "labels" VALUES(5,3,'01a203885240d96f46bcec60f3f1547e',NULL,'good',NULL,1795355595328742,'Jörg','clean');
INSERT INTO "labels" VALUES(6,3,'01a20388528886dfec26072e38358073','01a203885240d96f46bcec60f3f1547e','unsure',NULL,1795355595400224,'Jörg','not sure');
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
INSERT INTO "reviews" VALUES(1,3,'OK','REVIEW',NULL,1795355596189476,'Jörg','a shadow');
INSERT INTO "reviews" VALUES(2,2,'NOK','NOK','crack',1795355596209983,'Jörg','');
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
INSERT INTO "snapshots" VALUES(1,'cell','first lot','1d48da47d2a416d3415f705137a9ed11a2c1395b8bd22fab608930b70f1f9554','{"images":[{"defect":null,"label":"good","mask_sha256":null,"path":"pictures/1.png","sha256":"0000000000000000000000000000000000000000000000000000000000000001","use":""},{"defect":"crack","label":"defect","mask_sha256":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","path":"pictures/2.png","sha256":"0000000000000000000000000000000000000000000000000000000000000002","use":""},{"defect":null,"label":"unsure","mask_sha256":null,"path":"pictures/3.png","sha256":"0000000000000000000000000000000000000000000000000000000000000003","use":""},{"defect":null,"label":"ignore","mask_sha256":null,"path":"pictures/4.png","sha256":"0000000000000000000000000000000000000000000000000000000000000004","use":""}],"seed":null}',4,1795355595503456,'ada','first');
INSERT INTO "snapshots" VALUES(2,'cell','model-cell-1','1d48da47d2a416d3415f705137a9ed11a2c1395b8bd22fab608930b70f1f9554','{"images":[{"defect":null,"label":"good","mask_sha256":null,"path":"pictures/1.png","sha256":"0000000000000000000000000000000000000000000000000000000000000001","use":""},{"defect":"crack","label":"defect","mask_sha256":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","path":"pictures/2.png","sha256":"0000000000000000000000000000000000000000000000000000000000000002","use":""},{"defect":null,"label":"unsure","mask_sha256":null,"path":"pictures/3.png","sha256":"0000000000000000000000000000000000000000000000000000000000000003","use":""},{"defect":null,"label":"ignore","mask_sha256":null,"path":"pictures/4.png","sha256":"0000000000000000000000000000000000000000000000000000000000000004","use":""}],"seed":null}',4,1795355595503456,'ada','first');
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
CREATE INDEX ix_golden_parts_recipe_name_id ON golden_parts (recipe, name, id);
CREATE INDEX ix_golden_results_check_id_id ON golden_results (check_id, id);
CREATE INDEX ix_golden_results_inspection_pk ON golden_results (inspection_pk);
CREATE INDEX ix_inspections_not_seen ON inspections (at_us, verdict) WHERE output IN ('withheld', 'failed', 'unknown');
CREATE TRIGGER golden_parts_no_update BEFORE UPDATE ON golden_parts BEGIN SELECT RAISE(ABORT, 'golden_parts is append-only'); END;
CREATE TRIGGER golden_parts_no_delete BEFORE DELETE ON golden_parts BEGIN SELECT RAISE(ABORT, 'golden_parts is append-only'); END;
CREATE TRIGGER golden_checks_no_update BEFORE UPDATE ON golden_checks BEGIN SELECT RAISE(ABORT, 'golden_checks is append-only'); END;
CREATE TRIGGER golden_checks_no_delete BEFORE DELETE ON golden_checks BEGIN SELECT RAISE(ABORT, 'golden_checks is append-only'); END;
CREATE TRIGGER golden_results_no_update BEFORE UPDATE ON golden_results BEGIN SELECT RAISE(ABORT, 'golden_results is append-only'); END;
CREATE TRIGGER golden_results_no_delete BEFORE DELETE ON golden_results BEGIN SELECT RAISE(ABORT, 'golden_results is append-only'); END;
CREATE INDEX ix_inspections_reference ON inspections (at_us, pk) WHERE purpose = 'reference';
COMMIT;
