// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/xlsx.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include <iconv.h>

namespace nidus {
namespace {

namespace fs = std::filesystem;

struct DecodedText {
    std::string text; ///< UTF-8 without byte order mark
    std::string encoding;
};

bool startsWith(std::span<const std::byte> bytes, std::string_view prefix) {
    return bytes.size() >= prefix.size() && std::memcmp(bytes.data(), prefix.data(), prefix.size()) == 0;
}

/// Text from another encoding; nullopt when the bytes are not valid in it.
std::optional<std::string> decoded(std::span<const std::byte> bytes, const char* encoding) {
    const iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == reinterpret_cast<iconv_t>(-1)) // NOLINT: the interface of iconv
        return std::nullopt;
    std::string text;
    std::array<char, 16384> piece{};
    // iconv only reads through this pointer although its type says otherwise.
    char* in = const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
    std::size_t left = bytes.size();
    bool valid = true;
    while (valid && left > 0) {
        char* out = piece.data();
        std::size_t room = piece.size();
        valid = iconv(converter, &in, &left, &out, &room) != static_cast<std::size_t>(-1) || errno == E2BIG;
        text.append(piece.data(), piece.size() - room);
    }
    iconv_close(converter);
    return valid ? std::optional(text) : std::nullopt;
}

/// UTF-16 without a mark: ASCII characters, which every table has, leave a zero in one byte of each pair.
const char* utf16WithoutMark(std::span<const std::byte> bytes) {
    std::size_t even = 0;
    std::size_t odd = 0;
    const std::size_t looked = std::min<std::size_t>(bytes.size(), 512) & ~std::size_t{1};
    for (std::size_t i = 0; i < looked; i += 2) {
        even += bytes[i] == std::byte{0};
        odd += bytes[i + 1] == std::byte{0};
    }
    if (odd > looked / 8 && even == 0)
        return "UTF-16LE";
    if (even > looked / 8 && odd == 0)
        return "UTF-16BE";
    return nullptr;
}

DecodedText decodedTable(std::span<const std::byte> bytes, const std::string& name) {
    const auto as = [&](std::size_t skip, const char* encoding) {
        if (const auto text = decoded(bytes.subspan(skip), encoding); text && text->find('\0') == std::string::npos)
            return DecodedText{*text, encoding};
        throw Error("CSV-001", name
                                   + " is not a text table: it is damaged or in an unknown text encoding. Save it as "
                                     "CSV (UTF-8).");
    };
    if (startsWith(bytes, "\xef\xbb\xbf"))
        return as(3, "UTF-8");
    if (startsWith(bytes, "\xff\xfe"))
        return as(2, "UTF-16LE");
    if (startsWith(bytes, "\xfe\xff"))
        return as(2, "UTF-16BE");
    if (const char* encoding = utf16WithoutMark(bytes))
        return as(0, encoding);
    return as(0, decoded(bytes, "UTF-8") ? "UTF-8" : "GB18030");
}

/// The separator that occurs most often outside quotes in the header line; the comma when none does.
char separatorOf(std::string_view text) {
    constexpr std::string_view kSeparators = ",;\t";
    std::array<int, kSeparators.size()> counts{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '\n' || c == '\r'))
            break;
        else if (const auto found = kSeparators.find(c); !quoted && found != std::string_view::npos)
            ++counts[found];
    }
    return kSeparators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

struct Records {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> current;
};

void onCell(void* text, std::size_t length, void* records) {
    static_cast<Records*>(records)->current.emplace_back(static_cast<const char*>(text), length);
}

void onRecord(int, void* records) {
    auto& all = *static_cast<Records*>(records);
    all.records.push_back(std::exchange(all.current, {}));
}

struct Parser {
    csv_parser state{};
    Parser() {
        if (csv_init(&state, CSV_STRICT | CSV_STRICT_FINI) != 0)
            throw std::bad_alloc();
    }
    ~Parser() { csv_free(&state); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;
};

long lineOf(std::string_view text, std::size_t position) {
    long line = 1;
    for (std::size_t i = 0; i < std::min(position, text.size()); ++i)
        line += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    return line;
}

std::vector<std::vector<std::string>> parsedRecords(std::string_view text, char separator, const std::string& name) {
    Parser parser;
    csv_set_delim(&parser.state, static_cast<unsigned char>(separator));
    // Blanks belong to the cell (RFC 4180); whoever reads a key reports that it took them away.
    csv_set_space_func(&parser.state, [](unsigned char) { return 0; });
    Records records;
    const std::size_t used = csv_parse(&parser.state, text.data(), text.size(), onCell, onRecord, &records);
    if (used != text.size())
        throw Error("CSV-003", name + ", line " + std::to_string(lineOf(text, used))
                                   + ": a quotation mark is in the wrong place. A cell that contains quotation marks "
                                     "must be quoted as a whole, with each mark inside doubled.");
    if (csv_fini(&parser.state, onCell, onRecord, &records) != 0)
        throw Error("CSV-003", name + ": a quoted cell is not closed before the end of the file.");
    return std::move(records.records);
}

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

void fitToColumns(std::vector<std::string>& row, std::size_t columns, std::size_t record, const std::string& name) {
    while (row.size() > columns && trimmed(row.back()).empty())
        row.pop_back();
    if (row.size() > columns)
        throw Error("CSV-004", name + ", record " + std::to_string(record) + " has " + std::to_string(row.size())
                                   + " cells, but there are only " + std::to_string(columns)
                                   + " columns. Quote cells that contain the separator.");
    row.resize(columns);
}

bool isEmptyRow(const std::vector<std::string>& row) {
    return std::all_of(row.begin(), row.end(), [](const std::string& cell) { return trimmed(cell).empty(); });
}

/// Header line and rows of a table.
void fill(Table& table, std::vector<std::vector<std::string>> records, const std::string& name) {
    std::erase_if(records, isEmptyRow);
    if (records.empty())
        throw Error("CSV-001", name + " is empty: a table needs a line with the names of its columns.");
    std::set<std::string> seen;
    for (const std::string& column : records.front())
        table.columns.push_back(trimmed(column));
    while (!table.columns.empty() && table.columns.back().empty())
        table.columns.pop_back();
    for (const std::string& column : table.columns)
        if (!column.empty() && !seen.insert(column).second)
            throw Error("CSV-005", name + " has two columns named \"" + column + "\". Rename one of them.");
    constexpr std::size_t kMostCells = 10'000'000;
    if (records.size() * table.columns.size() > kMostCells)
        throw Error("CSV-001", name + " has too many cells for a table of cases. Keep only what is needed.");
    for (std::size_t i = 1; i < records.size(); ++i) {
        fitToColumns(records[i], table.columns.size(), i + 1, name);
        table.rows.push_back(std::move(records[i]));
    }
}

/// Above a table there may be a title, which is one cell alone, and right of its named columns there may be notes.
void keepTable(std::vector<std::vector<std::string>>& rows) {
    const auto isBlank = [](const std::string& cell) { return trimmed(cell).empty(); };
    const auto header = std::find_if(rows.begin(), rows.end(), [&](const std::vector<std::string>& row) {
        return static_cast<std::size_t>(std::count_if(row.begin(), row.end(), isBlank)) + 2 <= row.size();
    });
    if (header == rows.end())
        return;
    rows.erase(rows.begin(), header);
    const auto end = std::find_if_not(rows.front().rbegin(), rows.front().rend(), isBlank);
    const auto columns = static_cast<std::size_t>(rows.front().rend() - end);
    for (std::vector<std::string>& row : rows)
        row.resize(std::min(row.size(), columns));
}

Table workbookTable(const fs::path& path, const std::string& wanted) {
    Sheet sheet = readWorkbook(path, wanted);
    keepTable(sheet.rows);
    Table table;
    table.encoding = "XLSX";
    table.sheets = std::move(sheet.names);
    table.sheet = std::move(sheet.name);
    fill(table, std::move(sheet.rows), path.string());
    return table;
}

} // namespace

std::optional<std::size_t> Table::column(std::string_view name) const {
    const std::string wanted = trimmed(name);
    if (const auto found = std::find(columns.begin(), columns.end(), wanted); found != columns.end())
        return static_cast<std::size_t>(found - columns.begin());
    std::optional<std::size_t> match;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (lowered(columns[i]) != lowered(wanted))
            continue;
        if (match)
            return std::nullopt;
        match = i;
    }
    return match;
}

Table readTable(const fs::path& path, const std::string& sheet) {
    constexpr std::size_t kLimit = 256U << 20U;
    try {
        const MappedFile file(path);
        if (isWorkbook(file.bytes()))
            return workbookTable(path, sheet);
        if (file.bytes().size() > kLimit)
            throw Error("CSV-001", path.string() + " is larger than 256 MiB, too large for a table.");
        return parseTable(file.bytes(), path.string());
    } catch (const Error& error) {
        if (error.code().starts_with("FIL-"))
            throw Error("CSV-001", std::string("The table cannot be read: ") + error.what());
        throw;
    }
}

Table parseTable(std::span<const std::byte> bytes, const std::string& name) {
    const DecodedText decodedText = decodedTable(bytes, name);
    std::string_view text = decodedText.text;
    Table table;
    table.encoding = decodedText.encoding;
    // Excel's own first line, which names the separator.
    if (text.starts_with("sep=") && text.size() > 4) {
        table.separator = text[4];
        text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
    } else {
        table.separator = separatorOf(text);
    }
    fill(table, parsedRecords(text, table.separator, name), name);
    return table;
}

std::size_t requiredColumn(const Table& table, std::string_view column, const std::string& name) {
    if (const auto found = table.column(column))
        return *found;
    std::string known;
    for (const std::string& each : table.columns)
        known.append(known.empty() ? "" : ", ").append(each);
    throw Error("CSV-002", name + " has no column \"" + std::string(column) + "\". Its columns are: " + known + ".");
}

std::string csvCell(std::string_view text) {
    const bool hasEdgeBlank = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    if (!hasEdgeBlank && text.find_first_of(",;\t\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string cell(text.size() * 2 + 2, '\0');
    cell.resize(csv_write(cell.data(), cell.size(), text.data(), text.size()));
    return cell;
}

std::string csvRow(std::span<const std::string> cells) {
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            row += ',';
        row += csvCell(cells[i]);
    }
    row += "\r\n";
    return row;
}

std::string trimmed(std::string_view text) {
    constexpr std::array<std::string_view, 6> kBlanks{" ", "\t", "\r", "\n", "\xc2\xa0", "\xe3\x80\x80"};
    for (bool changed = true; changed;) {
        changed = false;
        for (const std::string_view blank : kBlanks) {
            if (text.starts_with(blank)) {
                text.remove_prefix(blank.size());
                changed = true;
            }
            if (text.ends_with(blank)) {
                text.remove_suffix(blank.size());
                changed = true;
            }
        }
    }
    return std::string(text);
}

} // namespace nidus
