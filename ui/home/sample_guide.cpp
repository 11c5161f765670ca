// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/sample_guide.h"

#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"

#include <utility>

namespace nidus::ui {
namespace {

const QString kSampleKey = QStringLiteral("sample");

} // namespace

SampleGuide::SampleGuide(const Services& services, MessageArea& messages, std::filesystem::path folder, QObject* parent)
    : QObject(parent), m_services(services), m_messages(messages), m_folder(std::move(folder)) {
    connect(&m_job, &JobRunner::progressed, this, &SampleGuide::progressed);
    connect(&m_job, &JobRunner::failed, this, &SampleGuide::failed);
}

void SampleGuide::begin() {
    if (m_job.isRunning())
        return;
    m_sample.reset();
    m_job.start(
        [make = m_services.makeSample, folder = m_folder](const JobControl& control) { return make(folder, control); },
        [this](const SampleProject& sample) {
            m_sample = sample;
            m_messages.show(kSampleKey, [] {
                return Message{Severity::Info,
                               tr("Sample data: synthetic scans with a solid or a ring-shaped lesion"),
                               tr("Each case is a synthetic scan in DICOM files. The training starts by itself "
                                  "and takes about a minute; look at the curves meanwhile."),
                               {},
                               {}};
            });
            Q_EMIT made(sample);
        });
}

void SampleGuide::trainingEnded(const std::filesystem::path& project) {
    if (!m_sample || project != m_sample->project)
        return;
    offerNextStep();
}

void SampleGuide::offerNextStep() {
    m_messages.show(kSampleKey, [this] {
        return Message{Severity::Info,
                       tr("The sample has been learned"),
                       tr("Its results are under Results. Next, see what it makes of scans that it has never seen."),
                       {},
                       {{QStringLiteral("classifySample"), tr("Classify new scans"), [this] {
                             m_isWaiting = true;
                             Q_EMIT classifierWanted(pathToQt(m_folder / "demo.nidusmodel"));
                         }}}};
    });
}

std::optional<std::filesystem::path> SampleGuide::scansFor(const std::filesystem::path& classifier) {
    if (!m_sample || classifier != m_folder / "demo.nidusmodel" || !std::exchange(m_isWaiting, false))
        return std::nullopt;
    return m_sample->unseen;
}

} // namespace nidus::ui
