// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nidus::test {

/// Names and contents, in order.
using ZipMembers = std::vector<std::pair<std::string, std::string>>;

/// A compressed ZIP archive.
inline void writeZip(const std::filesystem::path& path, const ZipMembers& members) {
    archive* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    bool isGood = archive_write_open_filename(writer, path.c_str()) == ARCHIVE_OK;
    for (const auto& [name, content] : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        isGood =
            isGood && archive_write_header(writer, entry) == ARCHIVE_OK
            && archive_write_data(writer, content.data(), content.size()) == static_cast<la_ssize_t>(content.size());
        archive_entry_free(entry);
    }
    isGood = archive_write_close(writer) == ARCHIVE_OK && isGood;
    archive_write_free(writer);
    if (!isGood)
        throw std::runtime_error("the archive was not written");
}

/// The parts of a workbook as Excel lays them out. `sheets`: name, and the elements inside <sheetData>; `strings`: the
/// elements inside <sst>; `styles`: those inside <styleSheet>.
inline ZipMembers workbookParts(const ZipMembers& sheets, const std::string& strings = {},
                                const std::string& styles = {}, const std::string& properties = {}) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const std::string main = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                             " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const std::string relations =
        head + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    const auto relation = [&type](const std::string& id, const std::string& kind, const std::string& target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + type + kind + "\" Target=\"" + target + "\"/>";
    };
    std::string list, links = relation("rIdS", "sharedStrings", "sharedStrings.xml");
    links += relation("rIdT", "styles", "/xl/styles.xml"); // from the root, as some programs write it
    ZipMembers parts;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
        links += relation(std::string("rId") + number, "worksheet", "worksheets/sheet" + number + ".xml");
        parts.emplace_back("xl/worksheets/sheet" + number + ".xml",
                           head + "<worksheet" + main + "><sheetData>" + sheets[i].second + "</sheetData></worksheet>");
    }
    parts.emplace_back("_rels/.rels",
                       relations + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>");
    parts.emplace_back("xl/workbook.xml",
                       head + "<workbook" + main + ">" + properties + "<sheets>" + list + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels", relations + links + "</Relationships>");
    parts.emplace_back("xl/sharedStrings.xml", head + "<sst" + main + ">" + strings + "</sst>");
    parts.emplace_back("xl/styles.xml", head + "<styleSheet" + main + ">" + styles + "</styleSheet>");
    return parts;
}

/// Rows of texts as the elements inside <sheetData>, without references, which may be left out.
inline std::string sheetRows(const std::vector<std::vector<std::string>>& rows) {
    std::string xml;
    for (const auto& row : rows) {
        xml += "<row>";
        for (const std::string& cell : row)
            xml += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
        xml += "</row>";
    }
    return xml;
}

} // namespace nidus::test
