#pragma once

#include "tks/account_report.hpp"

namespace tks::report {

/// The summary as a page that needs nothing from elsewhere: figures, pictures, and the rows of other reports, as many of them as a
/// page can hold.
void write_account_page(const ReportRequest& request, const ReportFacts& facts, const RowWriterOptions& options,
                        const TextSink& sink);

}  // namespace tks::report
