// SPDX-License-Identifier: Apache-2.0
#include "core/project/table_preview.h"

#include "core/base/csv.h"
#include "core/project/label_keys.h"
#include "core/project/link_table.h"
#include "core/project/number_labels.h"

#include <algorithm>
#include <array>
#include <set>

namespace nidus {
namespace {

/// See KeyFit::numbers.
std::vector<double> numbersIn(const std::vector<std::string>& cells) {
    std::vector<double> numbers;
    std::size_t filled = 0;
    for (const std::string& cell : cells) {
        filled += trimmed(cell).empty() ? 0 : 1;
        if (const auto number = numberIn(cell))
            numbers.push_back(*number);
    }
    if (2 * numbers.size() <= filled)
        numbers.clear();
    return numbers;
}

KeyFit fitOf(const Table& table, std::size_t column, LabelKeys& keys, std::size_t caseCount) {
    KeyFit fit;
    fit.column = table.columns[column];
    fit.rows = static_cast<int>(table.rows.size());
    std::vector<std::string> values;
    for (const auto& row : table.rows)
        values.push_back(row[column]);
    fit.numbers = numbersIn(values);
    keys.choose(values);
    std::set<std::size_t> cases;
    for (const std::string& value : values) {
        const LabelKeys::Match match = keys.find(value);
        if (match.outcome == LabelKeys::Outcome::Ambiguous)
            ++fit.ambiguous;
        if (match.outcome != LabelKeys::Outcome::Exact && match.outcome != LabelKeys::Outcome::Tolerant)
            continue;
        ++fit.matched;
        cases.insert(match.cases.begin(), match.cases.end());
    }
    fit.kind = keys.kind();
    fit.casesWithoutRow = static_cast<int>(caseCount - cases.size());
    return fit;
}

std::size_t likelyLabel(const Table& table, std::size_t key) {
    constexpr std::array kNames{"label", "class", "diagnosis", "group", "标签", "类别", "诊断"};
    for (const char* name : kNames)
        if (const auto found = table.column(name); found && *found != key)
            return *found;
    std::size_t best = table.columns.size() == 1 ? 0 : (key == 0 ? 1 : 0);
    std::size_t fewest = 0; // 0: none has several values yet
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        std::set<std::string> values;
        for (const auto& row : table.rows)
            values.insert(trimmed(row[column]));
        values.erase("");
        if (column != key && values.size() > 1 && (fewest == 0 || values.size() < fewest)) {
            best = column;
            fewest = values.size();
        }
    }
    return best;
}

} // namespace

TablePreview previewTable(const Project& project, const std::filesystem::path& path, const std::string& sheet) {
    const Table table = readTable(path, sheet);
    if (table.columns.empty())
        throw Error("CSV-002", path.string() + " has no columns.");
    const std::vector<Case> cases = project.cases();
    std::vector<std::string> patients;
    for (const Case& each : cases)
        patients.push_back(each.patient);
    LabelKeys keys(cases, LinkTable(project.folder(), patients).keys());
    TablePreview preview;
    preview.sheets = table.sheets;
    preview.sheet = table.sheet;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        preview.columns.push_back(fitOf(table, column, keys, cases.size()));
        if (preview.columns[column].matched > preview.columns[preview.key].matched)
            preview.key = column;
    }
    preview.label = likelyLabel(table, preview.key);
    return preview;
}

} // namespace nidus
