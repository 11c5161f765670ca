// SPDX-License-Identifier: Apache-2.0
#include "core/project/link_table.h"

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/checkpoint/utf8.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// The number of "P0012"; 0 for any other text.
long numberOf(const std::string& pseudonym) {
    long number = 0;
    if (pseudonym.size() < 2 || pseudonym.front() != 'P')
        return 0;
    const char* end = pseudonym.data() + pseudonym.size();
    const auto [stop, failure] = std::from_chars(pseudonym.data() + 1, end, number);
    return failure == std::errc{} && stop == end ? number : 0;
}

/// A key that is no UTF-8 (a file name in an old encoding) would make the whole table read as another encoding.
std::string storable(const std::string& key) {
    if (isUtf8(key))
        return key;
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80U) {
            text += c;
            continue;
        }
        text += '%';
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

std::string pseudonym(long number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 4)
        digits.insert(0, 4 - digits.size(), '0');
    return digits.insert(0, 1, 'P');
}

} // namespace

LinkTable::LinkTable(const fs::path& projectFolder, const std::vector<std::string>& taken)
    : m_file(projectFolder / "private" / "link.csv") {
    if (fs::exists(m_file)) {
        const Table table = readTable(m_file);
        const std::size_t name = requiredColumn(table, "pseudonym", m_file.string());
        const std::size_t key = requiredColumn(table, "patient", m_file.string());
        for (const auto& row : table.rows) {
            m_keyByPseudonym[row[name]] = row[key];
            m_pseudonymByKey[row[key]] = row[name];
        }
    }
    for (const auto& [used, key] : m_keyByPseudonym)
        m_last = std::max(m_last, numberOf(used));
    for (const std::string& used : taken)
        m_last = std::max(m_last, numberOf(used));
}

std::string LinkTable::pseudonymOf(const std::string& patientKey) {
    const std::string key = storable(patientKey);
    if (const auto known = m_pseudonymByKey.find(key); known != m_pseudonymByKey.end())
        return known->second;
    const std::string created = pseudonym(++m_last);
    m_keyByPseudonym[created] = key;
    m_pseudonymByKey[key] = created;
    m_isChanged = true;
    return created;
}

void LinkTable::save() {
    if (!m_isChanged)
        return;
    // Owner only, folder first: the temporary file of the atomic write lies inside it.
    std::error_code failure;
    fs::create_directories(m_file.parent_path(), failure);
    if (!failure)
        fs::permissions(m_file.parent_path(), fs::perms::owner_all, failure);
    if (failure)
        throw Error("FIL-003", m_file.string() + " could not be written: " + failure.message() + ".");
    std::string text = csvRow(std::vector<std::string>{"pseudonym", "patient"});
    for (const auto& [name, key] : m_keyByPseudonym)
        text += csvRow(std::vector<std::string>{name, key});
    writeFileAtomically(m_file, text);
    fs::permissions(m_file, fs::perms::owner_read | fs::perms::owner_write, failure);
    m_isChanged = false;
}

} // namespace nidus
