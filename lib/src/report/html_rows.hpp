#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/figure_labels.hpp"
#include "tks/account_report.hpp"

/// Figures and rows in the page of an account. A number that is rounded for the eye stands in a data element whose value is the
/// exact one, and a moment in a time element.
namespace tks::report {

/// "1 trade", "1,000 trades".
std::string counted(std::uint64_t number, std::string_view noun);

/// No more text than a page has room for, whatever an event held: then with an ellipsis at the end.
std::string shortened_text(std::string_view text);

void append_note(std::string& out, std::string_view note);

/// The most important figures of a quote asset. The cells are those of the summary's row: the quote asset and its metrics.
void append_cards(std::string& out, const std::vector<Cell>& figures, PnlView view);

/// All figures, a line a metric and a column a quote asset.
void append_figures(std::string& out, std::span<const std::string> quotes,
                    const std::map<std::string, std::vector<Cell>>& figures);

/// The labelled columns of rows of a report, as they come.
class ReportRows {
public:
    /// The text, the name of the report and the labels must outlive this.
    ReportRows(std::string& out, std::string_view report, std::span<const FigureLabel> labels);

    void add(const std::vector<Cell>& cells);

    /// Ends the table; a sentence where there are no rows.
    void finish(std::string_view if_none);

private:
    std::string& out_;
    std::string_view report_;
    std::span<const FigureLabel> labels_;
    std::vector<std::size_t> places_;  // Of the labelled columns.
    bool is_begun_ = false;
};

/// The same of all rows of a report.
void append_report_rows(std::string& out, std::string_view report, const ReportRequest& request,
                        const ReportFacts& facts, std::span<const FigureLabel> labels, std::string_view if_none);

}  // namespace tks::report
