//! The job that sends mails.

use crate::{
    letter::Letter,
    outbox::{self, Queued},
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::authentication::Credentials,
};
use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};
use tokio::task::JoinSet;
use xingtan_clock::{Span, Timestamp};
use xingtan_i18n::Texts;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_settings::Settings;

/// The kind of the job. A lease of two minutes covers a batch with a server that hangs.
pub const MAIL: JobKind = JobKind::new("notify.mail").lease(Span::of_minutes(2));

/// Mails on their way at one time.
const SIDE_BY_SIDE: i64 = 4;
/// How long a taken mail is this node's own.
const LEASE: Span = Span::of_minutes(2);

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte, usually port 465.
    Wrapped,
    /// STARTTLS, and nothing is sent without it; usually port 587.
    StartTls,
    /// None: only for a relay on this machine or in a closed network.
    None,
}

/// A password that is not shown by `Debug`.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// From configuration.
    pub fn new(password: impl Into<String>) -> Self {
        Password(password.into())
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection of the connection.
    pub tls: Tls,
    /// User name and password where the server wants them.
    pub login: Option<(String, Password)>,
    /// Sender: an address, or `name <address>`. Without a name the institution's stands there.
    pub from: String,
    /// How long one mail may take; 15 s is usual.
    pub time_out: Duration,
}

/// Writes mails in the recipients' languages and hands them to the mail server.
#[derive(Clone)]
pub struct Mailer {
    smtp: Option<Arc<Smtp>>,
    texts: Texts,
    settings: Settings,
    base: Arc<str>,
    kinds: Arc<crate::NoticeKinds>,
}

/// Why a mail was not taken.
struct Refused {
    error: String,
    /// It will never be taken.
    permanent: bool,
    /// The server itself is the trouble, so that further mails need not be tried now.
    server: bool,
}

impl Mailer {
    /// A mailer; without a mail server all mails are kept. `base` is the site's address without a last slash.
    pub fn new(
        smtp: Option<Smtp>,
        texts: Texts,
        settings: Settings,
        kinds: crate::NoticeKinds,
        base: impl Into<Arc<str>>,
    ) -> Self {
        let (smtp, kinds) = (smtp.map(Arc::new), Arc::new(kinds));
        Mailer { smtp, texts, settings, base: base.into(), kinds }
    }

    /// The schedule that carries on after waits, and after a job that ended just when a mail came.
    pub const fn schedule() -> Schedule {
        Schedule { name: "notify.mail", cron: "* * * * *", kind: MAIL }
    }

    /// The job: sends what is due. It ends early when the server is the trouble; what is left goes with the next
    /// run, so that a server which hangs holds one place of the worker for seconds only.
    ///
    /// # Errors
    /// Those of the database, and the signals of [`JobRun::go_on`]. What a mail server says stands in the mail.
    pub async fn run(&self, run: JobRun) -> Result<Done, JobError> {
        let Some(smtp) = &self.smtp else { return keep_all(&run).await };
        let transport = Arc::new(transport(smtp)?);
        let mut sent = 0;
        loop {
            let due = run.step(|tx, hold| Ok(outbox::claim(tx, hold.now(), LEASE, SIDE_BY_SIDE)?)).await?;
            if due.is_empty() {
                break;
            }
            let mut under_way = JoinSet::new();
            for mail in due {
                let (this, transport, smtp) = (self.clone(), transport.clone(), smtp.clone());
                let now = run.clock.now();
                under_way.spawn(async move {
                    let answer = this.hand_over(&transport, &smtp, &mail, now).await;
                    (mail, answer)
                });
            }
            let mut trouble = false;
            while let Some(ended) = under_way.join_next().await {
                let Ok((mail, answer)) = ended else { continue };
                sent += i64::from(answer.is_ok());
                trouble |= matches!(&answer, Err(refused) if refused.server);
                note(&run, mail, answer).await?;
            }
            if trouble {
                break;
            }
        }
        Done::with(&serde_json::json!({ "sent": sent }))
    }

    /// Writes a mail as it would be sent; for the outbox page.
    ///
    /// # Errors
    /// [`LetterError`](crate::LetterError).
    pub fn write(&self, mail: &crate::MailRow) -> Result<Letter, crate::LetterError> {
        self.letter(&Queued {
            id: mail.id,
            kind: mail.kind.clone(),
            name: mail.name.clone(),
            address: mail.address.clone(),
            lang: mail.lang.clone(),
            message: mail.message.clone(),
            link: mail.link.clone(),
            attempts: mail.attempts,
        })
    }

    fn letter(&self, mail: &Queued) -> Result<Letter, crate::LetterError> {
        let institution = self.settings.institution();
        let lang = mail.lang.parse().unwrap_or(institution.lang);
        let locale = self.texts.locale(lang, institution.kind, institution.zone.clone());
        let duty = self.kinds.get(&mail.kind).is_none_or(|kind| kind.duty);
        Letter::write(mail, duty, &locale, &institution.name, &self.base)
    }

    async fn hand_over(
        &self,
        transport: &AsyncSmtpTransport<Tokio1Executor>,
        smtp: &Smtp,
        mail: &Queued,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let never = |error: String| Refused { error, permanent: true, server: false };
        let letter = self.letter(mail).map_err(|e| never(e.to_string()))?;
        let message = self.message(smtp, mail, letter, now).map_err(never)?;
        match tokio::time::timeout(smtp.time_out, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Refused {
                permanent: error.is_permanent(),
                // An answer about this one mail (4xx, 5xx) says nothing about the next.
                server: error.status().is_none(),
                error: said(&error),
            }),
            Err(_) => Err(Refused {
                error: format!("no answer within {} s", smtp.time_out.as_secs_f32()),
                permanent: false,
                server: true,
            }),
        }
    }

    fn message(&self, smtp: &Smtp, mail: &Queued, letter: Letter, now: Timestamp) -> Result<Message, String> {
        let mut from: Mailbox = smtp.from.parse().map_err(|e| format!("sender: {e}"))?;
        let name = self.settings.institution().name.clone();
        if from.name.is_none() && !name.is_empty() {
            from.name = Some(name);
        }
        let address = mail.address.parse().map_err(|e| format!("address: {e}"))?;
        let to = Mailbox::new(Some(mail.name.clone()).filter(|name| !name.trim().is_empty()), address);
        // The same id at every attempt: a mail that went out twice is recognised as one.
        let id = format!("<{}@{}>", mail.id, from.email.domain());
        Message::builder()
            .message_id(Some(id))
            .date(UNIX_EPOCH + Duration::from_micros(now.micros().max(0) as u64))
            .from(from)
            .to(to)
            .subject(letter.subject)
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
            .map_err(|e| e.to_string())
    }
}

async fn keep_all(run: &JobRun) -> Result<Done, JobError> {
    let mut kept = 0;
    loop {
        match run.step(|tx, hold| Ok(outbox::keep(tx, hold.now(), 500)?)).await? {
            0 => return Done::with(&serde_json::json!({ "kept": kept })),
            n => kept += n,
        }
    }
}

async fn note(run: &JobRun, mail: Queued, answer: Result<(), Refused>) -> Result<(), JobError> {
    let answer = Arc::new(answer);
    // Not a step: what the mail server did is true even when the job was taken over meanwhile.
    let now = run.clock.now();
    run.db
        .write(move |tx| match &*answer {
            Ok(()) => outbox::sent(tx, &mail, now),
            Err(refused) => outbox::refused(tx, &mail, &refused.error, refused.permanent, now),
        })
        .await?;
    Ok(())
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, JobError> {
    let builder = match smtp.tls {
        Tls::Wrapped => AsyncSmtpTransport::<Tokio1Executor>::relay(&smtp.host)?,
        Tls::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&smtp.host)?,
        Tls::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host),
    };
    let builder = builder.port(smtp.port).timeout(Some(smtp.time_out));
    Ok(match &smtp.login {
        None => builder.build(),
        Some((user, password)) => {
            builder.credentials(Credentials::new(user.clone(), password.0.clone())).build()
        }
    })
}

/// What the mail server or the connection said, with its causes.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let more = next.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = next.source();
    }
    text
}

/// `Auto-Submitted: auto-generated` (RFC 3834): no absence notes in answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
