//! Prints how long look-ups take, for `make bench`.

use std::{hint::black_box, time::Instant};
use xingtan_clock::{Timestamp, Zone};
use xingtan_i18n::{Kind, Lang, Locale, Texts};

fn main() {
    let l = Texts::build(&xingtan_i18n::texts()).locale(Lang::ZhCn, Kind::Academy, Zone::default());
    let at = Timestamp::from_seconds(1_795_336_200);
    time("t, plain", &l, |l| l.t("i18n-kind-academy"));
    time("text, borrowed", &l, |l| l.text("i18n-kind-academy").into_owned());
    time("t1, a figure", &l, |l| l.t1("i18n-minutes", "n", 45));
    time("date_time", &l, |l| l.date_time(at));
    time("clone", &l, |l| l.clone().lang().tag().to_owned());
}

fn time(what: &str, l: &Locale, call: impl Fn(&Locale) -> String) {
    const TIMES: u32 = 200_000;
    let begin = Instant::now();
    for _ in 0..TIMES {
        black_box(call(black_box(l)));
    }
    println!("{what}: {:.0?} each", begin.elapsed() / TIMES);
}
