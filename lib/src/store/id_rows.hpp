#pragma once

#include <string>
#include <vector>

#include "projection/keyed.hpp"
#include "store/row_batch.hpp"
#include "store/statement.hpp"

/// The rows of ids. They are found in a table the fastest in the order of their texts.
namespace tks::store {

/// The text of an id, as a value of a row.
template <class Record>
auto id_text(const projection::Keyed<Record>& keyed, Id id) {
    return Written{[&keyed, id](std::string& out) { keyed.append_text(out, id); }};
}

/// Calls visit() for each row that a statement finds for ids: it reads them as c0 and their texts as c1 of batch(?1).
template <class Record, class Visit>
void find_rows(const projection::Keyed<Record>& keyed, const std::vector<Id>& ids, Statement& find, Visit visit) {
    BatchedRows asked([&](const RowBatch& rows) {
        for (find.start(rows); find.next();) visit();
    });
    for (const Id id : ids) asked.add(id, id_text(keyed, id));
    asked.finish();
}

}  // namespace tks::store
