// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/project/import.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

struct Columns {
    std::size_t id = 0;
    std::vector<std::size_t> images; ///< image, image_1, image_2, ...
    std::optional<std::size_t> label, patient, fold;
};

Columns columnsOf(const Table& table, const std::string& name) {
    Columns columns;
    columns.id = requiredColumn(table, "case", name);
    columns.images.push_back(requiredColumn(table, "image", name));
    for (int i = 1;; ++i) {
        const auto found = table.column("image_" + std::to_string(i));
        if (!found)
            break;
        columns.images.push_back(*found);
    }
    columns.label = table.column("label");
    columns.patient = table.column("patient");
    columns.fold = table.column("fold");
    return columns;
}

std::string cellOf(const std::vector<std::string>& row, std::optional<std::size_t> column) {
    return column ? trimmed(row[*column]) : std::string();
}

/// The path of a cell; a table from Windows may have backslashes.
fs::path imagePath(const fs::path& root, std::string cell) {
    const fs::path path = root / cell;
    if (cell.find('\\') == std::string::npos || fs::exists(path))
        return path;
    std::replace(cell.begin(), cell.end(), '\\', '/');
    return root / cell;
}

std::optional<int> foldOf(const std::string& cell, const std::string& id) {
    if (cell.empty())
        return std::nullopt;
    int fold = -1;
    const char* end = cell.data() + cell.size();
    const auto [stop, failure] = std::from_chars(cell.data(), end, fold);
    if (failure != std::errc{} || stop != end || fold < 0)
        throw Error("IMP-006", "The fold \"" + cell + "\" is not a whole number from 0 on.", id);
    return fold;
}

/// Reads rows one after another and remembers what must not come twice.
class RowReader {
public:
    RowReader(const Columns& columns, fs::path root, SeriesReader& reader, const ImportOptions& options)
        : m_columns(columns), m_root(std::move(root)), m_reader(reader), m_options(options) {}

    /// Throws Error for a row that must be left out.
    [[nodiscard]] Case read(const std::vector<std::string>& row, std::size_t number, const JobControl& control) {
        Case result;
        result.id = trimmed(row[m_columns.id]);
        if (result.id.empty())
            throw Error("IMP-007", "Row " + std::to_string(number) + " of the table has no case id.");
        if (m_ids.contains(result.id))
            throw Error("IMP-001", "The case id \"" + result.id + "\" is in the table twice; the first row counts.",
                        result.id);
        result.fold = foldOf(cellOf(row, m_columns.fold), result.id);
        result.label = cellOf(row, m_columns.label);
        result.patient = cellOf(row, m_columns.patient);
        if (result.patient.empty())
            result.patient = result.id;
        for (const std::size_t column : m_columns.images)
            addChannel(result, trimmed(row[column]), control);
        if (m_columns.label && result.label.empty())
            warn(result, "LBL-001", "The label cell is empty; the case stays in the project without a label.");
        noteImages(result);
        m_ids.insert(result.id);
        return result;
    }

private:
    void addChannel(Case& result, const std::string& cell, const JobControl& control) {
        if (cell.empty())
            throw Error("IMP-008",
                        "The table names no image for channel " + std::to_string(result.channels.size()) + ".",
                        result.id);
        SeriesInfo series;
        try {
            series = seriesAt(imagePath(m_root, cell), m_reader, control);
        } catch (const Error& error) {
            throw Error(error.code(), error.what(), result.id);
        }
        if (const auto problem = cohortProblem(series, m_options))
            throw Error(problem->code, problem->text, result.id);
        for (Problem& problem : series.problems) {
            problem.caseId = result.id;
            result.problems.push_back(std::move(problem));
        }
        result.channels.push_back(std::move(series.source));
    }

    void noteImages(Case& result) {
        for (const SeriesSource& source : result.channels) {
            if (source.files.empty())
                continue;
            const auto [known, isNew] =
                m_caseByImage.emplace(source.files.front().lexically_normal().string() + '\n' + source.part, result.id);
            if (!isNew)
                warn(result, "IMP-009", source.files.front().string() + " is also used by " + known->second + ".");
        }
    }

    static void warn(Case& result, const char* code, const std::string& text) {
        result.problems.push_back({code, Severity::Warning, text, result.id});
    }

    const Columns& m_columns;
    fs::path m_root;
    SeriesReader& m_reader;
    const ImportOptions& m_options;
    std::set<std::string> m_ids;
    std::map<std::string, std::string> m_caseByImage;
};

void warnOfSplitPatients(TableCases& table) {
    std::map<std::string, const Case*> firstOf;
    for (Case& each : table.cases) {
        const auto [first, isNew] = firstOf.emplace(each.patient, &each);
        if (!isNew && first->second->fold != each.fold)
            each.problems.push_back({"IMP-011", Severity::Warning,
                                     "The patient of this case is also in another fold, with " + first->second->id
                                         + ". Cases of one patient should be tested together.",
                                     each.id});
    }
}

} // namespace

SeriesInfo seriesAt(const fs::path& path, SeriesReader& reader, const JobControl& control) {
    if (!fs::exists(path))
        throw Error("FIL-001", path.string() + " does not exist.");
    ScanReport found = reader.scan({path}, control);
    const auto isIncluded = [](const SeriesInfo& series) { return series.included; };
    const auto count = std::count_if(found.series.begin(), found.series.end(), isIncluded);
    if (count == 1)
        return std::move(*std::find_if(found.series.begin(), found.series.end(), isIncluded));
    if (count > 1)
        throw Error("IMP-004", path.string() + " holds " + std::to_string(count)
                                   + " series. Name the folder or file of one of them.");
    for (const Severity severity : {Severity::Blocker, Severity::Warning, Severity::Info})
        for (const SeriesInfo& series : found.series)
            for (const Problem& problem : series.problems)
                if (problem.severity == severity)
                    throw Error(problem.code, path.string() + ": " + problem.text);
    if (!found.unassigned.empty())
        throw Error(found.unassigned.front().code,
                    found.unassigned.front().path.string() + ": " + found.unassigned.front().text);
    throw Error("IMP-005", path.string() + " holds no image that can be read.");
}

TableCases readCaseTable(const fs::path& table, const fs::path& root, SeriesReader& reader, const JobControl& control,
                         const ImportOptions& options) {
    const Table read = readTable(table, options.sheet);
    const Columns columns = columnsOf(read, table.string());
    TableCases result;
    if (read.encoding == "GB18030")
        result.problems.push_back({"CSV-006", Severity::Info,
                                   table.string()
                                       + " was read as GB18030, because it is not UTF-8. Save it as UTF-8 if "
                                         "names look wrong.",
                                   ""});
    const JobControl quiet{control.token, [](const Progress&) {}};
    RowReader rows(columns, root, reader, options);
    for (std::size_t i = 0; i < read.rows.size(); ++i) {
        control.step(static_cast<double>(i) / static_cast<double>(read.rows.size()), "Reading the table");
        try {
            result.cases.push_back(rows.read(read.rows[i], i + 1, quiet));
        } catch (const std::exception&) { // one bad row never stops the others
            const Error error = asError(std::current_exception());
            result.problems.push_back({error.code(), Severity::Blocker, error.what(), error.caseId()});
        }
    }
    warnOfSplitPatients(result);
    control.step(1, "Table read");
    return result;
}

} // namespace nidus
