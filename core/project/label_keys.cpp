// SPDX-License-Identifier: Apache-2.0
#include "core/project/label_keys.h"

#include "core/base/csv.h"

#include <algorithm>
#include <set>

namespace nidus {
namespace {

namespace fs = std::filesystem;

std::string tolerantKey(const std::string& key) {
    std::string text = trimmed(key);
    if (text.find_first_not_of("0123456789") != std::string::npos)
        return text;
    const std::size_t firstDigit = std::min(text.find_first_not_of('0'), text.empty() ? 0 : text.size() - 1);
    return text.substr(firstDigit);
}

/// "scan.nii.gz" gives itself, "scan.nii" and "scan".
std::vector<std::string> fileNames(const fs::path& file) {
    std::vector<std::string> names{file.filename().string()};
    for (fs::path rest = file.filename(); rest.has_extension() && names.size() < 3;) {
        rest = rest.stem();
        names.push_back(rest.string());
    }
    return names;
}

/// The four folders above a file, the nearest first.
std::vector<std::string> folderNames(const fs::path& file) {
    constexpr std::size_t kLevels = 4;
    std::vector<std::string> names;
    for (fs::path folder = file.parent_path(); folder.has_filename() && names.size() < kLevels;
         folder = folder.parent_path())
        names.push_back(folder.filename().string());
    return names;
}

} // namespace

LabelKeys::LabelKeys(const std::vector<Case>& cases, const std::map<std::string, std::string>& patientKeys) {
    std::vector<std::vector<std::string>> ids, pseudonyms, patients, uids, files, folders;
    for (const Case& each : cases) {
        m_patients.push_back(each.patient);
        ids.push_back({each.id});
        pseudonyms.push_back({each.patient});
        const auto key = patientKeys.find(each.patient);
        patients.push_back(key == patientKeys.end() ? std::vector<std::string>() : std::vector{key->second});
        std::vector<std::string> ofUid, ofFile, ofFolder;
        for (const SeriesSource& source : each.channels) {
            ofUid.push_back(source.uid);
            if (source.files.empty())
                continue;
            // The files of a DICOM series are slices: their names mean no case.
            if (source.files.size() == 1)
                std::ranges::copy(fileNames(source.files.front()), std::back_inserter(ofFile));
            std::ranges::copy(folderNames(source.files.front()), std::back_inserter(ofFolder));
        }
        uids.push_back(ofUid);
        files.push_back(ofFile);
        folders.push_back(ofFolder);
    }
    addIndex("case id", ids);
    addIndex("patient id", patients);
    addIndex("patient pseudonym", pseudonyms);
    addIndex("series UID", uids);
    addIndex("file name", files);
    addIndex("folder name", folders);
}

void LabelKeys::addIndex(const std::string& kind, const std::vector<std::vector<std::string>>& namesByCase) {
    Index index{kind, {}, {}};
    for (std::size_t i = 0; i < namesByCase.size(); ++i)
        for (const std::string& name : std::set<std::string>(namesByCase[i].begin(), namesByCase[i].end()))
            if (!name.empty())
                index.byName[name].push_back(i);
    for (const auto& [name, cases] : index.byName)
        index.namesByTolerantKey[tolerantKey(name)].push_back(name);
    m_indices.push_back(std::move(index));
}

LabelKeys::Match LabelKeys::find(const Index& index, const std::string& key) const {
    auto found = index.byName.find(key);
    Outcome outcome = Outcome::Exact;
    if (found == index.byName.end()) {
        const auto tolerant = index.namesByTolerantKey.find(tolerantKey(key));
        if (tolerant == index.namesByTolerantKey.end())
            return {};
        if (tolerant->second.size() > 1)
            return {Outcome::Ambiguous, {}};
        found = index.byName.find(tolerant->second.front());
        outcome = Outcome::Tolerant;
    }
    const std::vector<std::size_t>& cases = found->second;
    const bool isOnePatient = std::all_of(cases.begin(), cases.end(),
                                          [&](std::size_t i) { return m_patients[i] == m_patients[cases.front()]; });
    if (!isOnePatient)
        return {Outcome::Ambiguous, cases};
    return {outcome, cases};
}

void LabelKeys::choose(const std::vector<std::string>& keys) {
    std::ptrdiff_t best = -1;
    for (std::size_t i = 0; i < m_indices.size(); ++i) {
        const auto fitting = std::count_if(keys.begin(), keys.end(), [&](const std::string& key) {
            const Outcome outcome = find(m_indices[i], key).outcome;
            return outcome == Outcome::Exact || outcome == Outcome::Tolerant;
        });
        if (fitting > best) {
            best = fitting;
            m_chosen = i;
        }
    }
}

const std::string& LabelKeys::kind() const {
    return m_indices[m_chosen].kind;
}

LabelKeys::Match LabelKeys::find(const std::string& key) const {
    return find(m_indices[m_chosen], key);
}

} // namespace nidus
