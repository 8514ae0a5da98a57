//! The parts of a running program, put together from the configuration.

use crate::{command::words::Words, config::Config, wiring};
use std::{
    error::Error,
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{sync::Notify, sync::watch, task::JoinSet};
use xingtan_audit::{KeptHeads, Sealer};
use xingtan_clock::{Clock, Ids};
use xingtan_db::{Db, Options, Source};
use xingtan_events::Dispatcher;
use xingtan_i18n::{Msg, Texts};
use xingtan_jobs::{Schedules, Worker};
use xingtan_keys::{Folders, KeyRing};
use xingtan_settings::Settings;
use xingtan_uploads::Uploads;
use xingtan_web::{App, Parts, WebConfig};

type Bells = Arc<OnceLock<[Arc<Notify>; 4]>>;

/// The program with its data open: what `serve` runs and every other command works on.
pub struct Running {
    app: App,
    uploads: Uploads,
    config: Config,
    sealer: Sealer,
    bells: Bells,
}

impl Running {
    /// Opens data folder, keys and database, and brings the tables up to date.
    pub async fn open(config: &Config) -> Result<Running, Box<dyn Error>> {
        crate::health::measure();
        std::fs::create_dir_all(&config.data).map_err(|error| {
            let said = Msg::new("app-run-folder").with("folder", config.data.display().to_string());
            Words::of_environment().told(&said.with("reason", error.to_string()))
        })?;
        let (clock, ids) = (Clock::System, Ids::new(Clock::System));
        let db = Db::open(source(config), Options::default()).await.map_err(|error| {
            let said = match source(config) {
                Source::File(file) => Msg::new("app-run-database").with("file", file.display().to_string()),
                Source::Postgres(_) => Msg::new("app-run-server"),
            };
            Words::of_environment().told(&said.with("reason", error.to_string()))
        })?;
        let copied = crate::upgrade::snapshot(config, &db, clock.now()).await;
        copied.map_err(|error| Words::of_environment().told(&error.msg()))?;
        let made = db.migrate(clock.now(), &wiring::migrations()).await?;
        crate::command::reindex::after_upgrade(&db, &ids, clock.now(), &made).await?;
        let keys = keys(config)?;
        let settings = Settings::open(db.clone()).await?;
        let permissions = Arc::new(wiring::permissions());
        let bells: Bells = Arc::default();
        let ringing = bells.clone();
        let app = App::new(Parts {
            db: db.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            keys: keys.clone(),
            texts: Texts::build(&wiring::texts()),
            storage: wiring::storage(config, ids.clone())?,
            identify: wiring::identify(permissions.clone(), settings.clone()),
            permissions,
            settings,
            places: wiring::places(),
            bell: Arc::new(move || {
                for bell in ringing.get().into_iter().flatten() {
                    bell.notify_one();
                }
            }),
            config: WebConfig {
                public_url: config.public_url.clone(),
                tls: config.tls_cert.is_some(),
                trusted_proxies: config.trusted_proxies.clone(),
                max_upload: config.max_upload_mib << 20,
                mail: config.smtp.is_some(),
            },
        });
        let sealer = Sealer::new(db, clock, keys, KeptHeads::in_data_folder(&config.data), ids.next());
        let uploads = wiring::uploads(config)?;
        Ok(Running { app, uploads, config: config.clone(), sealer, bells })
    }

    /// The parts that handlers use.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Files on their way in.
    pub fn uploads(&self) -> &Uploads {
        &self.uploads
    }

    /// What was configured.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The sealer of the audit trail.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// A worker for all kinds of jobs but those of [`media_worker`](Self::media_worker) and
    /// [`office_worker`](Self::office_worker).
    pub fn worker(&self) -> Result<Worker, Box<dyn Error>> {
        let app = &self.app;
        let options = xingtan_jobs::Options::default();
        let (kinds, schedules) = (wiring::jobs(app, &self.uploads, &self.config)?, wiring::schedules(app)?);
        Ok(Worker::new(app.db().clone(), app.clock().clone(), app.ids().clone(), kinds, schedules, options))
    }

    /// A worker that processes video and audio.
    pub fn media_worker(&self) -> Worker {
        let app = &self.app;
        let options =
            xingtan_jobs::Options { slots: self.config.media_jobs, ..xingtan_jobs::Options::default() };
        let kinds = wiring::media_jobs(app, &self.config);
        let schedules = Schedules::new(xingtan_clock::Zone::default);
        Worker::new(app.db().clone(), app.clock().clone(), app.ids().clone(), kinds, schedules, options)
    }

    /// A worker that turns office documents into PDF, one at a time; none on a node that leaves media to others.
    pub fn office_worker(&self) -> Worker {
        let app = &self.app;
        let options = xingtan_jobs::Options {
            slots: self.config.media_jobs.min(1),
            ..xingtan_jobs::Options::default()
        };
        let kinds = wiring::office_jobs(app, &self.config);
        let schedules = Schedules::new(xingtan_clock::Zone::default);
        Worker::new(app.db().clone(), app.clock().clone(), app.ids().clone(), kinds, schedules, options)
    }

    /// A dispatcher for all events.
    pub fn dispatcher(&self) -> Dispatcher {
        let app = &self.app;
        let options = xingtan_events::Options::default();
        Dispatcher::new(app.db().clone(), app.clock().clone(), wiring::subscriptions(), options)
    }

    /// Starts the loops that run beside the pages.
    pub async fn start(&self, stopped: watch::Receiver<bool>) -> Result<JoinSet<()>, Box<dyn Error>> {
        let (worker, media, dispatcher) = (self.worker()?, self.media_worker(), self.dispatcher());
        let office = self.office_worker();
        dispatcher.announce().await?;
        self.bells.get_or_init(|| [worker.wake(), media.wake(), office.wake(), dispatcher.wake()]);
        // Nobody else works in this folder: whatever lies there was left by a program that was killed.
        let work = wiring::tools(&self.config).work;
        tokio::task::spawn_blocking(move || xingtan_media::clear(&work)).await?;
        let mut loops = JoinSet::new();
        loops.spawn(media.run(stopped.clone()));
        loops.spawn(office.run(stopped.clone()));
        loops.spawn(worker.run(stopped.clone()));
        loops.spawn(dispatcher.run(stopped.clone()));
        loops.spawn(self.sealer.clone().run(stopped.clone()));
        loops.spawn(follow(self.app.clone(), stopped));
        Ok(loops)
    }

    /// Carries out everything that waits, for commands that end: events, then jobs, until nothing is left.
    pub async fn settle(&self) -> Result<(), Box<dyn Error>> {
        let (worker, media, dispatcher) = (self.worker()?, self.media_worker(), self.dispatcher());
        let office = self.office_worker();
        dispatcher.announce().await?;
        while dispatcher.drain().await?
            + worker.drain().await?
            + media.drain().await?
            + office.drain().await?
            > 0
        {}
        self.sealer.seal().await?;
        Ok(())
    }

    /// Ends the database threads after what waits has run.
    pub async fn close(&self) {
        self.app.db().close().await;
    }
}

/// Reads changed settings and lists of other nodes every few seconds.
async fn follow(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = tokio::time::sleep(Duration::from_secs(5)) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = app.settings().follow().await {
            tracing::warn!(%error, "settings could not be read again");
        }
        if let Err(error) = xingtan_words::refresh(app.db()).await {
            tracing::warn!(%error, "the lists of sensitive words could not be read again");
        }
    }
}

/// Where the database lies.
pub fn source(config: &Config) -> Source {
    match &config.database {
        Some(url) if !url.starts_with("sqlite:") => Source::Postgres(url.clone()),
        Some(url) => Source::File(PathBuf::from(url.trim_start_matches("sqlite:").trim_start_matches("//"))),
        None => Source::File(config.data.join("xingtan.db")),
    }
}

/// Opens the key ring, or makes one for a new data folder.
fn keys(config: &Config) -> Result<KeyRing, Box<dyn Error>> {
    let mut folders = Folders::one(config.data.join("keys"));
    folders.second = config.keys.clone();
    let exists = std::fs::read_dir(&folders.main).is_ok_and(|mut entries| entries.next().is_some());
    Ok(if exists { KeyRing::open(&folders)? } else { KeyRing::create(&folders)? })
}
