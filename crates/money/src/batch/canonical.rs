//! A batch in a form of its own (规范形式), and its SM3: what an approval covers. Any other line, amount, payee, account or bank is another digest.

use anye_db::audit::hex;
use sm3::{Digest as _, Sm3};

use super::model::{Batch, Line};

/// Every text led by its length, so that no two different batches have the same form.
fn put(hash: &mut Sm3, text: &str) {
    hash.update(text.len().to_string().as_bytes());
    hash.update(b":");
    hash.update(text.as_bytes());
}

/// The digest of a batch with the lines that are in it, in their order.
pub fn digest(batch: &Batch, lines: &[Line]) -> String {
    let mut hash = Sm3::new();
    put(&mut hash, "anye payment batch 1");
    for text in [&batch.id, &batch.place, &batch.fund, &batch.bank] {
        put(&mut hash, text);
    }
    for number in [batch.year, batch.seq, batch.n_lines, batch.total] {
        put(&mut hash, &number.to_string());
    }
    for line in lines.iter().filter(|line| line.state != "withdrawn") {
        put(&mut hash, &line.n.to_string());
        put(&mut hash, &line.amount_fen.to_string());
        let texts = [
            &line.commitment_id,
            &line.payee_kind,
            &line.payee,
            &line.payee_name,
            &line.benefit,
            &line.period,
            &line.account_id,
            &line.account_blind,
        ];
        for text in texts {
            put(&mut hash, text);
        }
        // Only where it is for another than who is paid: what was made before this was known keeps its digest. A word is no number, so no next line begins like it.
        if (&line.whom_kind, &line.whom) != (&line.payee_kind, &line.payee) {
            put(&mut hash, &line.whom_kind);
            put(&mut hash, &line.whom);
        }
    }
    hex(&hash.finalize())
}
