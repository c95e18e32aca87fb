CREATE TABLE acceptance (
  id VARCHAR(36) NOT NULL,
  rule VARCHAR(20) NOT NULL,
  record_type VARCHAR(40) NOT NULL,
  record_id VARCHAR(80) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  UNIQUE (rule, record_id)
);

CREATE INDEX ix_acceptance_deleted_at ON acceptance (deleted_at);

CREATE TABLE appraisal (
  id VARCHAR(36) NOT NULL,
  year INTEGER NOT NULL,
  held_on DATE NOT NULL,
  full_members INTEGER NOT NULL,
  ballots_out INTEGER,
  ballots_back INTEGER,
  excellent INTEGER,
  good INTEGER,
  fair INTEGER,
  poor INTEGER,
  told_on DATE,
  note VARCHAR(5000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_appraisal_deleted_at ON appraisal (deleted_at);

CREATE TABLE assessment (
  id VARCHAR(36) NOT NULL,
  scheme VARCHAR(60) NOT NULL,
  period VARCHAR(10) NOT NULL,
  finished_at DATETIME,
  correction VARCHAR(500),
  upper_points INTEGER,
  upper_items VARCHAR NOT NULL,
  upper_source VARCHAR(200),
  peer_points INTEGER,
  given_star VARCHAR(20),
  starred_on DATE,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_assessment_deleted_at ON assessment (deleted_at);

CREATE TABLE blob (
  id VARCHAR(64) NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE branch (
  id VARCHAR(36) NOT NULL,
  name VARCHAR(200) NOT NULL,
  short_name VARCHAR(40) NOT NULL,
  code VARCHAR(20) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  school VARCHAR(200),
  parent VARCHAR(200),
  founded_on DATE,
  phone VARCHAR(200),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_branch_deleted_at ON branch (deleted_at);

CREATE TABLE calendar_year (
  id VARCHAR(36) NOT NULL,
  year INTEGER NOT NULL,
  off VARCHAR(5000),
  work VARCHAR(2000),
  festivals VARCHAR(5000),
  source VARCHAR(200) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  UNIQUE (year)
);

CREATE INDEX ix_calendar_year_deleted_at ON calendar_year (deleted_at);

CREATE TABLE closed_sheet (
  id VARCHAR(36) NOT NULL,
  scheme VARCHAR(60) NOT NULL,
  period VARCHAR(10) NOT NULL,
  version INTEGER NOT NULL,
  closed_at DATETIME NOT NULL,
  closed_by VARCHAR(60) NOT NULL,
  reason VARCHAR(500),
  computed INTEGER NOT NULL,
  countable INTEGER NOT NULL,
  own INTEGER NOT NULL,
  content VARCHAR NOT NULL,
  seal VARCHAR(64) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (scheme, period, version)
);

CREATE TABLE draft (
  id VARCHAR(80) NOT NULL,
  "values" BLOB NOT NULL,
  saved_at DATETIME NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE dues_notice (
  id VARCHAR(36) NOT NULL,
  published_on DATE NOT NULL,
  year INTEGER NOT NULL,
  place VARCHAR(200) NOT NULL,
  total INTEGER,
  note VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_dues_notice_deleted_at ON dues_notice (deleted_at);

CREATE TABLE duty_note (
  id VARCHAR(36) NOT NULL,
  title VARCHAR(500) NOT NULL,
  way VARCHAR(200) NOT NULL,
  until_on DATE,
  reason VARCHAR(200) NOT NULL,
  "key" VARCHAR(200) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  UNIQUE ("key")
);

CREATE INDEX ix_duty_note_deleted_at ON duty_note (deleted_at);

CREATE TABLE leader_visit (
  id VARCHAR(36) NOT NULL,
  visited_on DATE NOT NULL,
  leader VARCHAR(60) NOT NULL,
  post VARCHAR(100),
  matter VARCHAR(500) NOT NULL,
  comments VARCHAR(10000),
  measures VARCHAR(10000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_leader_visit_deleted_at ON leader_visit (deleted_at);

CREATE TABLE life_file (
  id VARCHAR(36) NOT NULL,
  held_on DATE NOT NULL,
  topic VARCHAR(300) NOT NULL,
  note VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_life_file_deleted_at ON life_file (deleted_at);

CREATE TABLE local_steps (
  id VARCHAR(36) NOT NULL,
  file_name VARCHAR(200) NOT NULL,
  text VARCHAR(100000) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_local_steps_deleted_at ON local_steps (deleted_at);

CREATE TABLE member (
  id VARCHAR(36) NOT NULL,
  name VARCHAR(60) NOT NULL,
  id_number VARCHAR(18),
  sex VARCHAR(200),
  ethnicity VARCHAR(200),
  born_on DATE,
  education VARCHAR(200),
  category VARCHAR(200) NOT NULL,
  joined_on DATE,
  full_on DATE,
  job VARCHAR(200),
  mobile VARCHAR(20),
  landline VARCHAR(20),
  address VARCHAR(200),
  standing VARCHAR(200) NOT NULL,
  standing_on DATE,
  is_lost BOOLEAN NOT NULL,
  lost_on DATE,
  is_floating BOOLEAN NOT NULL,
  floating_to VARCHAR(200),
  floated_on DATE,
  note VARCHAR(2000),
  group_id VARCHAR(36),
  native_place VARCHAR(60),
  work_started_on DATE,
  degree VARCHAR(40),
  school VARCHAR(200),
  admin_post VARCHAR(60),
  title VARCHAR(40),
  sponsors VARCHAR(60),
  transferred_in_on DATE,
  is_backbone BOOLEAN NOT NULL,
  is_leader BOOLEAN NOT NULL,
  is_frail BOOLEAN NOT NULL,
  is_suspended BOOLEAN NOT NULL,
  left_kind VARCHAR(200),
  left_on DATE,
  received_on DATE,
  spelling VARCHAR(400) NOT NULL,
  merged_into_id VARCHAR(36),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(merged_into_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_member_deleted_at ON member (deleted_at);

CREATE INDEX ix_member_merged_into_id ON member (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE monthly_list (
  id VARCHAR(36) NOT NULL,
  month VARCHAR(7) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  made_on DATE NOT NULL,
  way VARCHAR(200),
  receivers VARCHAR(200),
  note VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_monthly_list_deleted_at ON monthly_list (deleted_at);

CREATE TABLE operation (
  id VARCHAR(36) NOT NULL,
  sequence INTEGER NOT NULL,
  title VARCHAR(200) NOT NULL,
  actor VARCHAR(60) NOT NULL,
  at DATETIME NOT NULL,
  undoes_id VARCHAR(36),
  undone BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (sequence)
)
 WITHOUT ROWID;

CREATE TABLE phrase (
  id VARCHAR(36) NOT NULL,
  heading VARCHAR(20) NOT NULL,
  text VARCHAR(2000) NOT NULL,
  spelling VARCHAR(400) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_phrase_deleted_at ON phrase (deleted_at);

CREATE TABLE rule_switch (
  id VARCHAR(36) NOT NULL,
  rule VARCHAR(20) NOT NULL,
  weight VARCHAR(200) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  UNIQUE (rule)
);

CREATE INDEX ix_rule_switch_deleted_at ON rule_switch (deleted_at);

CREATE TABLE service (
  id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  held_on DATE NOT NULL,
  title VARCHAR(200) NOT NULL,
  place VARCHAR(100),
  hours INTEGER,
  money INTEGER,
  goods VARCHAR(200),
  content VARCHAR(10000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_service_deleted_at ON service (deleted_at);

CREATE TABLE setting (
  id VARCHAR(80) NOT NULL,
  value VARCHAR NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE study (
  id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  held_on DATE NOT NULL,
  ended_on DATE,
  title VARCHAR(300) NOT NULL,
  organiser VARCHAR(200),
  teacher VARCHAR(60),
  place VARCHAR(100),
  hours INTEGER,
  material VARCHAR(500),
  content VARCHAR(50000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_study_deleted_at ON study (deleted_at);

CREATE TABLE study_book (
  id VARCHAR(36) NOT NULL,
  given_on DATE NOT NULL,
  title VARCHAR(200) NOT NULL,
  writer VARCHAR(200),
  check_on DATE,
  note VARCHAR(5000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_study_book_deleted_at ON study_book (deleted_at);

CREATE TABLE submission (
  id VARCHAR(36) NOT NULL,
  sequence INTEGER NOT NULL,
  period VARCHAR(10) NOT NULL,
  state VARCHAR(200) NOT NULL,
  content_id VARCHAR(64) NOT NULL,
  previous_id VARCHAR(64),
  recipient VARCHAR(200) NOT NULL,
  file_name VARCHAR(200) NOT NULL,
  size INTEGER NOT NULL,
  counts VARCHAR NOT NULL,
  sent_at DATETIME,
  receipted_on DATE,
  remark VARCHAR(500),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  UNIQUE (sequence)
);

CREATE INDEX ix_submission_deleted_at ON submission (deleted_at);

CREATE TABLE term (
  id VARCHAR(36) NOT NULL,
  elected_on DATE NOT NULL,
  years INTEGER NOT NULL,
  approval VARCHAR(200),
  filing VARCHAR(200),
  extension VARCHAR(200),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id)
);

CREATE INDEX ix_term_deleted_at ON term (deleted_at);

CREATE TABLE appraisal_result (
  id VARCHAR(36) NOT NULL,
  appraisal_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  grade VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(appraisal_id) REFERENCES appraisal (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_appraisal_result_appraisal_id ON appraisal_result (appraisal_id);

CREATE TABLE attachment (
  id VARCHAR(36) NOT NULL,
  record_type VARCHAR(40) NOT NULL,
  record_id VARCHAR(36) NOT NULL,
  blob_id VARCHAR(64) NOT NULL,
  title VARCHAR(120) NOT NULL,
  media_type VARCHAR(80) NOT NULL,
  size INTEGER NOT NULL,
  position INTEGER NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(blob_id) REFERENCES blob (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_attachment_deleted_at ON attachment (deleted_at);

CREATE INDEX ix_attachment_record_id ON attachment (record_id);

CREATE INDEX ix_attachment_record_type ON attachment (record_type);

CREATE TABLE brand (
  id VARCHAR(36) NOT NULL,
  started_on DATE NOT NULL,
  name VARCHAR(100) NOT NULL,
  goal VARCHAR(5000),
  owner_id VARCHAR(36),
  progress VARCHAR(10000),
  results VARCHAR(10000),
  named_on DATE,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(owner_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_brand_deleted_at ON brand (deleted_at);

CREATE TABLE change (
  id VARCHAR(36) NOT NULL,
  operation_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  record_type VARCHAR(40) NOT NULL,
  record_id VARCHAR(36) NOT NULL,
  action VARCHAR(10) NOT NULL,
  "before" VARCHAR NOT NULL,
  "after" VARCHAR NOT NULL,
  sealed_before BLOB,
  sealed_after BLOB,
  PRIMARY KEY (id),
  FOREIGN KEY(operation_id) REFERENCES operation (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_change_operation_id ON change (operation_id);

CREATE INDEX ix_change_record_id ON change (record_id);

CREATE TABLE development (
  id VARCHAR(36) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  applied_on DATE NOT NULL,
  papers_until DATE,
  leaving_on DATE,
  ended_on DATE,
  ended_reason VARCHAR(500),
  note VARCHAR(5000),
  politics BLOB,
  paper_application BOOLEAN NOT NULL,
  paper_activist BOOLEAN NOT NULL,
  paper_politics BOOLEAN NOT NULL,
  paper_form BOOLEAN NOT NULL,
  paper_probation BOOLEAN NOT NULL,
  paper_full BOOLEAN NOT NULL,
  stage VARCHAR(40),
  next_step VARCHAR(60),
  due_on DATE,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_development_deleted_at ON development (deleted_at);

CREATE TABLE dues_base (
  id VARCHAR(36) NOT NULL,
  from_month VARCHAR(7) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  income VARCHAR(200) NOT NULL,
  base INTEGER,
  amount INTEGER,
  approval VARCHAR(200),
  note VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_dues_base_deleted_at ON dues_base (deleted_at);

CREATE TABLE dues_payment (
  id VARCHAR(36) NOT NULL,
  month VARCHAR(7) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  base INTEGER,
  rate VARCHAR(20),
  due INTEGER,
  paid INTEGER,
  paid_on DATE,
  way VARCHAR(200),
  receipt INTEGER,
  receiver_id VARCHAR(36),
  is_withheld BOOLEAN NOT NULL,
  note VARCHAR(500),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(receiver_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_dues_payment_deleted_at ON dues_payment (deleted_at);

CREATE TABLE duty_report (
  id VARCHAR(36) NOT NULL,
  year INTEGER NOT NULL,
  reported_on DATE NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  text VARCHAR(50000),
  commenter VARCHAR(60),
  comment VARCHAR(10000),
  overall VARCHAR(200),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_duty_report_deleted_at ON duty_report (deleted_at);

CREATE TABLE feedback_card (
  id VARCHAR(36) NOT NULL,
  number VARCHAR(40),
  month VARCHAR(7) NOT NULL,
  matter VARCHAR(500) NOT NULL,
  source VARCHAR(200),
  owner_id VARCHAR(36),
  due_on DATE,
  progress VARCHAR(500),
  problem VARCHAR(2000),
  opinion VARCHAR(2000),
  answer_due_on DATE,
  done VARCHAR(5000),
  reason VARCHAR(2000),
  measures VARCHAR(2000),
  expected_on DATE,
  signed_on DATE,
  supervisor VARCHAR(60),
  verdict VARCHAR(200),
  closed_on DATE,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(owner_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_feedback_card_deleted_at ON feedback_card (deleted_at);

CREATE TABLE file_view (
  id VARCHAR(36) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  at DATETIME NOT NULL,
  actor VARCHAR(60) NOT NULL,
  looking VARCHAR(10) NOT NULL,
  purpose VARCHAR(100) NOT NULL,
  approver VARCHAR(60),
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id)
);

CREATE INDEX ix_file_view_member_id ON file_view (member_id);

CREATE TABLE fostering (
  id VARCHAR(36) NOT NULL,
  started_on DATE NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  direction VARCHAR(200) NOT NULL,
  mentor_id VARCHAR(36),
  measures VARCHAR(5000),
  reached_on DATE,
  result VARCHAR(5000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(mentor_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_fostering_deleted_at ON fostering (deleted_at);

CREATE TABLE honour (
  id VARCHAR(36) NOT NULL,
  given_on DATE NOT NULL,
  title VARCHAR(200) NOT NULL,
  level VARCHAR(200) NOT NULL,
  member_id VARCHAR(36),
  giver VARCHAR(200),
  document VARCHAR(60),
  note VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_honour_deleted_at ON honour (deleted_at);

CREATE TABLE integrity_leaf (
  id VARCHAR(36) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  number INTEGER NOT NULL,
  dated_on DATE NOT NULL,
  matter BLOB,
  outcome BLOB,
  until_on DATE,
  source VARCHAR(200),
  keeper_id VARCHAR(36),
  signed_on DATE,
  pages INTEGER,
  replaces_id VARCHAR(36),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(keeper_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_integrity_leaf_deleted_at ON integrity_leaf (deleted_at);

CREATE TABLE key_task (
  id VARCHAR(36) NOT NULL,
  number INTEGER,
  given_on DATE NOT NULL,
  category VARCHAR(40),
  matter VARCHAR(500) NOT NULL,
  measures VARCHAR(5000),
  source VARCHAR(200),
  leader VARCHAR(60),
  owner_id VARCHAR(36),
  due_on DATE,
  state VARCHAR(200) NOT NULL,
  first_quarter VARCHAR(500),
  second_quarter VARCHAR(500),
  third_quarter VARCHAR(500),
  fourth_quarter VARCHAR(500),
  sign VARCHAR(200),
  done_on DATE,
  resolution_id VARCHAR,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(owner_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_key_task_deleted_at ON key_task (deleted_at);

CREATE INDEX ix_key_task_resolution_id ON key_task (resolution_id);

CREATE TABLE life_paper (
  id VARCHAR(36) NOT NULL,
  file_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  name VARCHAR(100) NOT NULL,
  ready_on DATE,
  note VARCHAR(200),
  PRIMARY KEY (id),
  FOREIGN KEY(file_id) REFERENCES life_file (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_life_paper_file_id ON life_paper (file_id);

CREATE TABLE meeting (
  id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  held_on DATE NOT NULL,
  number INTEGER NOT NULL,
  group_id VARCHAR(36),
  starts_at VARCHAR(5),
  ends_at VARCHAR(5),
  place VARCHAR(100),
  chair_id VARCHAR(36),
  chair_reason VARCHAR(200),
  recorder_id VARCHAR(36),
  guests VARCHAR(500),
  topic VARCHAR(300),
  lecturer VARCHAR(60),
  content VARCHAR(200000),
  decisions VARCHAR(50000),
  seats_open INTEGER,
  electors_due INTEGER,
  electors_present INTEGER,
  ballots_issued INTEGER,
  ballots_returned INTEGER,
  ballots_valid INTEGER,
  scrutineers VARCHAR(100),
  tellers VARCHAR(100),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(chair_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(recorder_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_meeting_deleted_at ON meeting (deleted_at);

CREATE TABLE member_event (
  id VARCHAR(36) NOT NULL,
  happened_on DATE NOT NULL,
  kind VARCHAR(200) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  document VARCHAR(200) NOT NULL,
  category VARCHAR(200),
  reason BLOB,
  "before" VARCHAR(500),
  "after" VARCHAR(500),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_member_event_deleted_at ON member_event (deleted_at);

CREATE TABLE monthly_item (
  id VARCHAR(36) NOT NULL,
  list_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  matter VARCHAR(300) NOT NULL,
  source VARCHAR(200),
  due_on DATE,
  state VARCHAR(200),
  PRIMARY KEY (id),
  FOREIGN KEY(list_id) REFERENCES monthly_list (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_monthly_item_list_id ON monthly_item (list_id);

CREATE TABLE opinion (
  id VARCHAR(36) NOT NULL,
  given_on DATE NOT NULL,
  giver VARCHAR(200) NOT NULL,
  way VARCHAR(200),
  content VARCHAR(1000) NOT NULL,
  owner_id VARCHAR(36),
  due_on DATE,
  result VARCHAR(5000),
  answered_on DATE,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(owner_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_opinion_deleted_at ON opinion (deleted_at);

CREATE TABLE party_group (
  id VARCHAR(36) NOT NULL,
  name VARCHAR(40) NOT NULL,
  leader_id VARCHAR(36),
  position INTEGER NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(leader_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_party_group_deleted_at ON party_group (deleted_at);

CREATE TABLE political_birthday (
  id VARCHAR(36) NOT NULL,
  celebrated_on DATE NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  joined_on DATE,
  years INTEGER,
  card_on DATE,
  talk_number VARCHAR(40),
  activity VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_political_birthday_deleted_at ON political_birthday (deleted_at);

CREATE TABLE post (
  id VARCHAR(36) NOT NULL,
  term_id VARCHAR(36) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  started_on DATE,
  ended_on DATE,
  PRIMARY KEY (id),
  FOREIGN KEY(term_id) REFERENCES term (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_post_term_id ON post (term_id);

CREATE TABLE posting (
  id VARCHAR(36) NOT NULL,
  started_on DATE NOT NULL,
  kind VARCHAR(200) NOT NULL,
  name VARCHAR(100) NOT NULL,
  member_id VARCHAR(36),
  duties VARCHAR(2000),
  review VARCHAR(2000),
  ended_on DATE,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_posting_deleted_at ON posting (deleted_at);

CREATE TABLE problem (
  id VARCHAR(36) NOT NULL,
  found_on DATE NOT NULL,
  source VARCHAR(200),
  kind VARCHAR(200) NOT NULL,
  matter VARCHAR(500) NOT NULL,
  cause VARCHAR(2000),
  measures VARCHAR(5000),
  owner_id VARCHAR(36),
  due_on DATE,
  sign VARCHAR(200),
  progress VARCHAR(5000),
  closed_on DATE,
  accepted_by VARCHAR(60),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(owner_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_problem_deleted_at ON problem (deleted_at);

CREATE TABLE public_pledge (
  id VARCHAR(36) NOT NULL,
  pledged_on DATE NOT NULL,
  member_id VARCHAR(36),
  matter VARCHAR(500) NOT NULL,
  place VARCHAR(100),
  due_on DATE,
  keeping VARCHAR(200) NOT NULL,
  result VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_public_pledge_deleted_at ON public_pledge (deleted_at);

CREATE TABLE relative (
  id VARCHAR(36) NOT NULL,
  noted_on DATE NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  relative_id VARCHAR(36) NOT NULL,
  relation VARCHAR(40) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(relative_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_relative_deleted_at ON relative (deleted_at);

CREATE TABLE score (
  id VARCHAR(36) NOT NULL,
  assessment_id VARCHAR(36) NOT NULL,
  item VARCHAR(20) NOT NULL,
  points INTEGER,
  computed INTEGER,
  reason VARCHAR(2000),
  PRIMARY KEY (id),
  UNIQUE (assessment_id, item),
  FOREIGN KEY(assessment_id) REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_score_assessment_id ON score (assessment_id);

CREATE TABLE service_person (
  id VARCHAR(36) NOT NULL,
  service_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(service_id) REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_service_person_service_id ON service_person (service_id);

CREATE TABLE study_person (
  id VARCHAR(36) NOT NULL,
  study_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  hours INTEGER,
  note VARCHAR(500),
  PRIMARY KEY (id),
  FOREIGN KEY(study_id) REFERENCES study (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_study_person_study_id ON study_person (study_id);

CREATE TABLE study_reader (
  id VARCHAR(36) NOT NULL,
  book_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  read_on DATE,
  result VARCHAR(200),
  PRIMARY KEY (id),
  FOREIGN KEY(book_id) REFERENCES study_book (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_study_reader_book_id ON study_reader (book_id);

CREATE TABLE talk (
  id VARCHAR(36) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  number INTEGER NOT NULL,
  talked_on DATE NOT NULL,
  starts_at VARCHAR(5),
  ends_at VARCHAR(5),
  place VARCHAR(100),
  way VARCHAR(200) NOT NULL,
  talker_id VARCHAR(36) NOT NULL,
  recorder_id VARCHAR(36),
  matter BLOB,
  content BLOB,
  problems BLOB,
  opinion BLOB,
  measures BLOB,
  signed_on DATE,
  follow_up_on DATE,
  follow_up_done_on DATE,
  follow_up BLOB,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(talker_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(recorder_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_talk_deleted_at ON talk (deleted_at);

CREATE TABLE transfer (
  id VARCHAR(36) NOT NULL,
  lettered_on DATE NOT NULL,
  heading VARCHAR(200) NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  other VARCHAR(200) NOT NULL,
  number VARCHAR(40),
  valid_days INTEGER NOT NULL,
  reason VARCHAR(200),
  dues_until VARCHAR(7),
  phone VARCHAR(20),
  receipt_on DATE,
  note VARCHAR(2000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_transfer_deleted_at ON transfer (deleted_at);

CREATE TABLE visit (
  id VARCHAR(36) NOT NULL,
  visited_on DATE NOT NULL,
  kind VARCHAR(200) NOT NULL,
  name VARCHAR(60) NOT NULL,
  member_id VARCHAR(36),
  reason BLOB,
  money INTEGER,
  goods VARCHAR(200),
  source VARCHAR(200),
  visitors VARCHAR(200),
  told VARCHAR(5000),
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_visit_deleted_at ON visit (deleted_at);

CREATE TABLE weekly_report (
  id VARCHAR(36) NOT NULL,
  starts_on DATE NOT NULL,
  week INTEGER,
  problems VARCHAR(5000),
  "plan" VARCHAR(5000),
  wishes VARCHAR(2000),
  reporter_id VARCHAR(36),
  reviewer_id VARCHAR(36),
  sent_on DATE,
  state VARCHAR(200) NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  deleted_at DATETIME,
  PRIMARY KEY (id),
  FOREIGN KEY(reporter_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(reviewer_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_weekly_report_deleted_at ON weekly_report (deleted_at);

CREATE TABLE agenda_item (
  id VARCHAR(36) NOT NULL,
  meeting_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  matter VARCHAR(300) NOT NULL,
  speaker VARCHAR(60),
  PRIMARY KEY (id),
  FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_agenda_item_meeting_id ON agenda_item (meeting_id);

CREATE TABLE attendance (
  id VARCHAR(36) NOT NULL,
  meeting_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36),
  name VARCHAR(60) NOT NULL,
  presence VARCHAR(200) NOT NULL,
  reason VARCHAR(100),
  PRIMARY KEY (id),
  FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_attendance_meeting_id ON attendance (meeting_id);

CREATE TABLE development_companion (
  id VARCHAR(36) NOT NULL,
  development_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36) NOT NULL,
  role VARCHAR(200) NOT NULL,
  since_on DATE NOT NULL,
  until_on DATE,
  note VARCHAR(200),
  PRIMARY KEY (id),
  FOREIGN KEY(development_id) REFERENCES development (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_development_companion_development_id ON development_companion (development_id);

CREATE TABLE development_step (
  id VARCHAR(36) NOT NULL,
  development_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  step VARCHAR(60) NOT NULL,
  done_on DATE NOT NULL,
  ended_on DATE,
  result VARCHAR(200) NOT NULL,
  people VARCHAR(200),
  document VARCHAR(200),
  hours INTEGER,
  note VARCHAR(1000),
  meeting_id VARCHAR(36),
  vote_id VARCHAR(36),
  PRIMARY KEY (id),
  FOREIGN KEY(development_id) REFERENCES development (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_development_step_development_id ON development_step (development_id);

CREATE TABLE duty_point (
  id VARCHAR(36) NOT NULL,
  report_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  matter VARCHAR(500) NOT NULL,
  kind VARCHAR(200) NOT NULL,
  problem INTEGER,
  owner VARCHAR(60),
  due_on DATE,
  PRIMARY KEY (id),
  FOREIGN KEY(report_id) REFERENCES duty_report (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_duty_point_report_id ON duty_point (report_id);

CREATE TABLE evidence (
  id VARCHAR(36) NOT NULL,
  score_id VARCHAR(36) NOT NULL,
  record_type VARCHAR(40) NOT NULL,
  record_id VARCHAR(36) NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(score_id) REFERENCES score (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_evidence_score_id ON evidence (score_id);

CREATE TABLE nominee (
  id VARCHAR(36) NOT NULL,
  meeting_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  name VARCHAR(60) NOT NULL,
  yes INTEGER,
  no INTEGER,
  abstain INTEGER,
  is_elected BOOLEAN,
  PRIMARY KEY (id),
  FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_nominee_meeting_id ON nominee (meeting_id);

CREATE TABLE resolution (
  id VARCHAR(36) NOT NULL,
  meeting_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  matter VARCHAR(500) NOT NULL,
  owner VARCHAR(60),
  due_on DATE,
  done_on DATE,
  PRIMARY KEY (id),
  FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_resolution_meeting_id ON resolution (meeting_id);

CREATE TABLE talk_partner (
  id VARCHAR(36) NOT NULL,
  talk_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  member_id VARCHAR(36),
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(talk_id) REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_talk_partner_talk_id ON talk_partner (talk_id);

CREATE TABLE vote (
  id VARCHAR(36) NOT NULL,
  meeting_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  kind VARCHAR(200) NOT NULL,
  matter VARCHAR(200) NOT NULL,
  ballot VARCHAR(200) NOT NULL,
  due INTEGER NOT NULL,
  present INTEGER NOT NULL,
  yes INTEGER,
  no INTEGER,
  abstain INTEGER,
  written INTEGER NOT NULL,
  is_passed BOOLEAN,
  PRIMARY KEY (id),
  FOREIGN KEY(meeting_id) REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_vote_meeting_id ON vote (meeting_id);

CREATE TABLE weekly_work (
  id VARCHAR(36) NOT NULL,
  report_id VARCHAR(36) NOT NULL,
  position INTEGER NOT NULL,
  matter VARCHAR(300) NOT NULL,
  progress VARCHAR(500),
  owner VARCHAR(60),
  PRIMARY KEY (id),
  FOREIGN KEY(report_id) REFERENCES weekly_report (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_weekly_work_report_id ON weekly_work (report_id);
