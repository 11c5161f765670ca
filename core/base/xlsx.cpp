// SPDX-License-Identifier: Apache-2.0
#include "core/base/xlsx.h"

#include "core/base/archive.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/xlsx_cells.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>

namespace nidus {
namespace {

namespace fs = std::filesystem;

using Members = std::map<std::string, std::string>;

constexpr std::string_view kZip("PK\x03\x04", 4), kOle("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
/// A row has at most 16384 cells; a table of labels has far fewer than this.
constexpr std::size_t kMostCells = 5'000'000;

bool beginsWith(std::span<const std::byte> bytes, std::string_view prefix) {
    return bytes.size() >= prefix.size() && std::memcmp(bytes.data(), prefix.data(), prefix.size()) == 0;
}

/// The parts of a workbook, by their path in the package without the leading slash.
class Package {
public:
    explicit Package(fs::path path) : m_path(std::move(path)) {}

    [[noreturn]] void failDamaged() const {
        throw Error("XLS-001", m_path.string()
                                   + " is no Excel workbook (.xlsx), or is damaged. Open it in Excel and save it as "
                                     ".xlsx or as CSV (UTF-8).");
    }

    /// Of these the ones that are there.
    [[nodiscard]] Members read(const std::vector<std::string>& names) const {
        constexpr ArchiveLimits kLimits{10'000, std::uint64_t{128} << 20U};
        try {
            return readMembers(
                m_path,
                [&names](const std::string& name) {
                    return std::find(names.begin(), names.end(), name) != names.end();
                },
                kLimits);
        } catch (const Error& error) {
            if (error.code() == "ARC-003")
                throw Error("XLS-005", m_path.string() + " is too large for a table. Save the sheet as CSV (UTF-8).");
            if (error.code() == "ARC-004")
                failEncrypted();
            if (error.code().starts_with("ARC-"))
                failDamaged();
            throw;
        }
    }

    void parse(const Members& members, const std::string& name, pugi::xml_document& document) const {
        const auto found = members.find(name);
        // A blank alone in a cell or a piece of one is text.
        constexpr unsigned int kOptions = pugi::parse_default | pugi::parse_ws_pcdata_single;
        if (found == members.end()
            || !document.load_buffer(found->second.data(), found->second.size(), kOptions, pugi::encoding_auto))
            failDamaged();
    }

    [[noreturn]] void failEncrypted() const {
        throw Error("XLS-003", m_path.string() + " is protected by a password. Open it in Excel and save it without.");
    }

    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// An OLE container holds an old workbook, or an encrypted new one in a stream named EncryptedPackage (UTF-16).
[[noreturn]] void refuseOle(const Package& package, std::span<const std::byte> bytes) {
    constexpr std::string_view kName = "EncryptedPackage";
    std::vector<std::byte> stream;
    for (const char c : kName) {
        stream.push_back(static_cast<std::byte>(c));
        stream.push_back(std::byte{0});
    }
    if (std::search(bytes.begin(), bytes.end(), stream.begin(), stream.end()) != bytes.end())
        package.failEncrypted();
    throw Error("XLS-002", package.path().string()
                               + " is a workbook of an old kind (.xls). Open it in Excel and save it as .xlsx or as "
                                 "CSV (UTF-8).");
}

/// Where a relation of the part `from` leads to.
std::string targetOf(const pugi::xml_node& relation, const std::string& from) {
    const std::string target = relation.attribute("Target").value();
    if (target.starts_with('/'))
        return target.substr(1);
    return (fs::path(from).parent_path() / target).lexically_normal().generic_string();
}

std::string relationsOf(const std::string& part) {
    const fs::path path(part);
    return (path.parent_path() / "_rels" / (path.filename().string() + ".rels")).generic_string();
}

/// What a workbook is made of. Types of relations end alike in both conformance classes (transitional and strict).
struct Workbook {
    struct Part {
        std::string name, member;
    };
    std::vector<Part> sheets;
    std::string strings, styles; ///< empty: none
    bool isFrom1904 = false;
};

Workbook workbookOf(const Package& package) {
    const Members roots = package.read({"_rels/.rels"});
    pugi::xml_document root;
    package.parse(roots, "_rels/.rels", root);
    std::string main;
    for (const pugi::xml_node relation : root.document_element().children())
        if (std::string_view(relation.attribute("Type").value()).ends_with("/officeDocument"))
            main = targetOf(relation, "");
    const Members members = package.read({main, relationsOf(main)});
    pugi::xml_document document, relations;
    package.parse(members, main, document);
    package.parse(members, relationsOf(main), relations);
    Workbook book;
    std::map<std::string, std::string> sheetById;
    for (const pugi::xml_node relation : relations.document_element().children()) {
        const std::string_view type = relation.attribute("Type").value();
        if (type.ends_with("/worksheet"))
            sheetById[relation.attribute("Id").value()] = targetOf(relation, main);
        else if (type.ends_with("/sharedStrings"))
            book.strings = targetOf(relation, main);
        else if (type.ends_with("/styles"))
            book.styles = targetOf(relation, main);
    }
    book.isFrom1904 = xml::child(document.document_element(), "workbookPr").attribute("date1904").as_bool();
    for (const pugi::xml_node sheet : xml::child(document.document_element(), "sheets").children())
        for (const pugi::xml_attribute attribute : sheet.attributes())
            if (xml::localName(attribute.name()) == "id")
                if (const auto found = sheetById.find(attribute.value()); found != sheetById.end())
                    book.sheets.push_back({sheet.attribute("name").value(), found->second});
    return book;
}

/// Zero-based column of "AB12"; nullopt where it names none.
std::optional<std::size_t> columnOf(std::string_view reference) {
    constexpr std::size_t kMost = 16384;
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z' || column > kMost)
            break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    }
    return column >= 1 && column <= kMost ? std::optional(column - 1) : std::nullopt;
}

std::vector<std::vector<std::string>> rowsOf(const Package& package, const pugi::xml_document& sheet,
                                             const CellReader& reader) {
    std::vector<std::vector<std::string>> rows;
    std::size_t cells = 0;
    for (const pugi::xml_node row : xml::child(sheet.document_element(), "sheetData").children()) {
        std::vector<std::string> texts;
        std::size_t next = 0;
        for (const pugi::xml_node cell : row.children()) {
            const std::size_t column = columnOf(cell.attribute("r").value()).value_or(next);
            next = column + 1;
            std::string text = reader.text(cell);
            if (text.empty())
                continue;
            texts.resize(std::max(texts.size(), next));
            texts[column] = std::move(text);
        }
        cells += texts.size();
        if (cells > kMostCells)
            throw Error("XLS-005", package.path().string()
                                       + " has too many cells for a table of cases. Keep only what is needed.");
        rows.push_back(std::move(texts));
    }
    return rows;
}

} // namespace

bool isWorkbook(std::span<const std::byte> bytes) {
    return beginsWith(bytes, kZip) || beginsWith(bytes, kOle);
}

Sheet readWorkbook(const fs::path& path, const std::string& wanted) {
    const Package package(path);
    {
        const MappedFile file(path);
        if (beginsWith(file.bytes(), kOle))
            refuseOle(package, file.bytes());
    }
    const Workbook book = workbookOf(package);
    if (book.sheets.empty())
        package.failDamaged();
    Sheet result;
    std::string known;
    for (const Workbook::Part& part : book.sheets) {
        result.names.push_back(part.name);
        known.append(known.empty() ? "" : ", ").append(part.name);
    }
    const Members shared = package.read({book.strings, book.styles});
    pugi::xml_document strings, styles;
    if (!book.strings.empty())
        package.parse(shared, book.strings, strings);
    if (!book.styles.empty())
        package.parse(shared, book.styles, styles);
    const CellReader reader(strings, styles, book.isFrom1904);
    for (const Workbook::Part& part : book.sheets) {
        if (!wanted.empty() && part.name != wanted)
            continue;
        pugi::xml_document sheet;
        package.parse(package.read({part.member}), part.member, sheet);
        result.name = part.name;
        result.rows = rowsOf(package, sheet, reader);
        const bool hasCells =
            std::any_of(result.rows.begin(), result.rows.end(), [](const auto& row) { return !row.empty(); });
        if (!wanted.empty() || hasCells)
            return result;
    }
    if (!wanted.empty())
        throw Error("XLS-004", path.string() + " has no sheet \"" + wanted + "\". Its sheets are: " + known + ".");
    return result;
}

} // namespace nidus
