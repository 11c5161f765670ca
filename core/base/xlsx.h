// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// One sheet of a workbook: texts as a person reads them, UTF-8. Rows are as long as their last cell.
struct Sheet {
    std::vector<std::string> names; ///< of all sheets of the workbook, in its order
    std::string name;               ///< of this one
    std::vector<std::vector<std::string>> rows;
};

/// Whether a file begins as a workbook does: .xlsx (a ZIP archive), or .xls and encrypted ones (an OLE container).
[[nodiscard]] bool isWorkbook(std::span<const std::byte> bytes);

/// Reads a sheet of an Excel workbook (.xlsx, Office Open XML, ECMA-376 part 1 chapter 18). `sheet`: its name; empty:
/// the first that has a cell. Texts and formulas' results are as stored; whole numbers have no point and no exponent;
/// TRUE and FALSE; numbers that the cell shows as a date are ISO 8601 ("2026-01-03", with "T12:30:00" or "12:30:00"
/// alone where they have a time); errors (#N/A) are empty. Throws Error XLS-001 (damaged, or no such workbook), XLS-002
/// (.xls), XLS-003 (encrypted), XLS-004 (no such sheet; names those that are there), XLS-005 (too large for a table).
[[nodiscard]] Sheet readWorkbook(const std::filesystem::path& path, const std::string& sheet = {});

} // namespace nidus
