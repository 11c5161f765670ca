// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_document;
class xml_node;
} // namespace pugi

namespace nidus {

/// XML elements by their names without the prefixes, which some programs write and some do not.
namespace xml {
[[nodiscard]] std::string_view localName(std::string_view name);
/// The first child of this name; an empty node if there is none.
[[nodiscard]] pugi::xml_node child(const pugi::xml_node& parent, std::string_view name);
} // namespace xml

/// What a cell of a workbook says, as a person reads it (see core/base/xlsx.h).
class CellReader {
public:
    /// The shared strings and styles of the workbook; empty documents where it has none. `isFrom1904`: days count from
    /// 1904-01-01.
    CellReader(const pugi::xml_document& strings, const pugi::xml_document& styles, bool isFrom1904);

    [[nodiscard]] std::string text(const pugi::xml_node& cell) const;

private:
    std::vector<std::string> m_strings;
    std::vector<bool> m_isDate; ///< by the number of a cell's style
    bool m_isFrom1904;
};

} // namespace nidus
