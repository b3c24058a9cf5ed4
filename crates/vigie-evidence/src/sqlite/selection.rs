//! Which columns to read, and the SQL that reads those of them the database has.

use std::fmt::Write as _;

use vigie_model::ProblemCode;

use super::{Sqlite, quoted};
use crate::ReadError;

/// The SQL of one selection, and where its values stand in a row.
pub(super) struct Plan {
    pub(super) forward: String,
    pub(super) backward: String,
    pub(super) names: Vec<String>,
    pub(super) rest_from: usize,
    pub(super) has_rowid: bool,
    pub(super) table: String,
    /// What the schema itself has to say, told with the first row.
    pub(super) trouble: Vec<(ProblemCode, String)>,
}

/// Which columns to read: of one table, with others joined to it by equality.
#[derive(Debug, Clone)]
pub struct Select<'a> {
    pub(super) table: &'a str,
    columns: Vec<&'a str>,
    joins: Vec<Join<'a>>,
    rest: bool,
}

#[derive(Debug, Clone)]
struct Join<'a> {
    table: &'a str,
    key: &'a str,
    left: &'a str,
    columns: Vec<&'a str>,
}

impl<'a> Select<'a> {
    /// Rows of this table.
    pub fn from(table: &'a str) -> Self {
        Self { table, columns: Vec::new(), joins: Vec::new(), rest: false }
    }

    /// The columns to read, by name.
    #[must_use]
    pub fn columns(mut self, columns: &[&'a str]) -> Self {
        self.columns.extend_from_slice(columns);
        self
    }

    /// `LEFT JOIN table ON table.key = left`, where `left` is `table.column` of a table named before. Its columns
    /// read as `table.column`. The key should be unique, or a row is seen once per match.
    #[must_use]
    pub fn join(mut self, table: &'a str, key: &'a str, left: &'a str, columns: &[&'a str]) -> Self {
        self.joins.push(Join { table, key, left, columns: columns.to_vec() });
        self
    }

    /// Also read every other column of the main table, for [`Row::rest`].
    #[must_use]
    pub fn with_rest(mut self) -> Self {
        self.rest = true;
        self
    }
}

impl Sqlite {
    /// The SQL of a selection: what the database does not have reads as NULL.
    pub(super) fn plan(&self, select: &Select<'_>) -> Result<Plan, ReadError> {
        let table = select.table;
        let has_rowid = self.conn.prepare(&format!("SELECT rowid FROM main.{} LIMIT 0", quoted(table))).is_ok();
        let columns = self.schema(table)?;
        let mut trouble: Vec<(ProblemCode, String)> = Vec::new();
        for name in &columns.damaged {
            let detail = format!("{table}: a column has a damaged name, `{name}`; it is not read");
            trouble.push((ProblemCode::DatabaseDamaged, detail));
        }
        let mut names = Vec::new();
        let mut fields = vec![if has_rowid { format!("{}.rowid", quoted(table)) } else { "NULL".to_owned() }];
        let mut add = |table: &str, column: &str, known: bool, name: String| {
            fields.push(if known { format!("{}.{}", quoted(table), quoted(column)) } else { "NULL".to_owned() });
            names.push(name);
        };
        let is_rowid = |column: &str| column.eq_ignore_ascii_case("rowid");
        for column in &select.columns {
            let known = self.has_column(table, column)? || (is_rowid(column) && has_rowid);
            add(table, column, known, (*column).to_owned());
        }
        let mut joins = String::new();
        for join in &select.joins {
            let (left_table, left_column) = join.left.split_once('.').unwrap_or((table, join.left));
            let key_exists = |table: &str, column: &str| -> Result<bool, ReadError> {
                Ok(self.has_table(table) && (is_rowid(column) || self.has_column(table, column)?))
            };
            let usable = key_exists(join.table, join.key)? && key_exists(left_table, left_column)?;
            if usable {
                let joined = quoted(join.table);
                let (key, left, column) = (quoted(join.key), quoted(left_table), quoted(left_column));
                let _ = write!(joins, " LEFT JOIN main.{joined} ON {joined}.{key} = {left}.{column}");
            }
            for column in &join.columns {
                let column: &str = column;
                let known = usable && (self.has_column(join.table, column)? || (is_rowid(column) && has_rowid));
                add(join.table, column, known, format!("{}.{column}", join.table));
            }
        }
        let rest_from =
            select.columns.len().saturating_add(select.joins.iter().map(|join| join.columns.len()).sum::<usize>());
        if select.rest {
            for column in columns.names {
                // The row's own number is its place already.
                let is_number = ["ROWID", "Z_PK"].iter().any(|name| column.eq_ignore_ascii_case(name));
                let is_named = select.columns.iter().any(|name| name.eq_ignore_ascii_case(&column));
                if !is_number && !is_named {
                    add(table, &column, true, column.clone());
                }
            }
        }
        let from = format!("SELECT {} FROM main.{}{joins}", fields.join(", "), quoted(table));
        let rowid = format!("{}.rowid", quoted(table));
        Ok(Plan {
            forward: if has_rowid { format!("{from} ORDER BY {rowid}") } else { from.clone() },
            backward: format!("{from} ORDER BY {rowid} DESC"),
            names,
            rest_from,
            has_rowid,
            table: table.to_owned(),
            trouble,
        })
    }
}
