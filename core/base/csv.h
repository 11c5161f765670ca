// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nidus {

/// A table with a header line; every text is UTF-8. Invariant: each row has columns.size() cells.
struct Table {
    std::vector<std::string> columns; ///< without surrounding blanks, unique
    std::vector<std::vector<std::string>> rows;
    std::string encoding; ///< what was found: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "XLSX"
    char separator = ',';
    std::vector<std::string> sheets; ///< of a workbook, all of them
    std::string sheet;               ///< the one that was read

    /// Position of a column; letter case of ASCII letters does not matter unless two columns differ in it alone.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

/// Reads a text table (RFC 4180; comma, semicolon or tab, found in the header line) or a sheet of an Excel workbook
/// (core/base/xlsx.h; `sheet` empty: the first with cells), told apart by content. UTF-8 and UTF-16, each with or
/// without byte order mark, and GB18030 are recognised. Empty lines are skipped, missing cells at the end of a row are
/// empty; in a workbook lone cells above the header line, and cells right of the last named column, are no part of the
/// table. Throws Error CSV-001 (cannot be read, or no text table), CSV-003 (wrong quotes; names the line), CSV-004
/// (more cells than columns), CSV-005 (two columns with one name), XLS-...
[[nodiscard]] Table readTable(const std::filesystem::path& path, const std::string& sheet = {});
/// A text table from memory; `name` is what messages call it.
[[nodiscard]] Table parseTable(std::span<const std::byte> bytes, const std::string& name);

/// The position of a column. Throws Error CSV-002, which lists the columns there are.
[[nodiscard]] std::size_t requiredColumn(const Table& table, std::string_view column, const std::string& name);

/// One cell as RFC 4180 wants it: in quotes where it needs them.
[[nodiscard]] std::string csvCell(std::string_view text);
/// One record with its line end (CR LF).
[[nodiscard]] std::string csvRow(std::span<const std::string> cells);

/// Text without blanks (space, tab, no-break and ideographic space) at both ends.
[[nodiscard]] std::string trimmed(std::string_view text);

} // namespace nidus
