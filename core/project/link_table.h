// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace nidus {

/// Which pseudonym (P0001, P0002, ...) stands for which patient key of the files. It lives in private/link.csv of the
/// project, readable by its owner alone, and never in the catalogue, in runs, models or exports; a project works on
/// without it.
class LinkTable {
public:
    /// `taken` are pseudonyms in use, so that none is given twice after the file was deleted. Throws Error CSV-... when
    /// the file is there but damaged.
    LinkTable(const std::filesystem::path& projectFolder, const std::vector<std::string>& taken);

    /// The pseudonym of a key; for a new key a new one, after the last.
    [[nodiscard]] std::string pseudonymOf(const std::string& patientKey);
    /// Keys by pseudonym.
    [[nodiscard]] const std::map<std::string, std::string>& keys() const noexcept { return m_keyByPseudonym; }

    /// Writes new pairs, if any. Throws Error FIL-003, FIL-004.
    void save();

private:
    std::filesystem::path m_file;
    std::map<std::string, std::string> m_keyByPseudonym, m_pseudonymByKey;
    long m_last = 0;
    bool m_isChanged = false;
};

} // namespace nidus
