// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/computing_panel.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs.h"
#include "ui/settings/graphics_cards.h"
#include "ui/settings/preferences.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace nidus::ui {

ComputingPanel::ComputingPanel(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                               QWidget* parent)
    : QWidget(parent), m_services(services), m_preferences(preferences), m_dialogs(dialogs),
      m_device(named(new QComboBox, "device", tr("Device to compute on"))),
      m_torch(named(new QLineEdit, "torchFolder", tr("Folder of LibTorch"))),
      m_choose(named(new QPushButton(tr("C&hoose…")), "chooseTorch", tr("Choose the folder of LibTorch"))),
      m_check(named(new QPushButton(tr("Check and &use")), "checkDevice", tr("Check the device and use it"))),
      m_report(named(new TextLabel(TextRole::Body), "deviceReport", tr("Result of the check"))) {
    auto* form = new QFormLayout(this);
    form->addRow(new TextLabel(TextRole::Heading, tr("Computing")));
    addDevice(form);
    addTorch(form);
    auto* checkRow = new QHBoxLayout;
    checkRow->addWidget(m_check);
    checkRow->addStretch(1);
    form->addRow(QString(), checkRow);
    m_report->setWordWrap(true);
    m_report->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    form->addRow(m_report);
    connect(m_choose, &QPushButton::clicked, this, [this] {
        if (const QString folder = m_dialogs.chooseTorch(this); !folder.isEmpty())
            setTorch(folder);
    });
    connect(m_check, &QPushButton::clicked, this, &ComputingPanel::check);
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        showReport({false, {}, fromQt(QStringLiteral("%1 (%2)").arg(failure.text, failure.code))});
    });
}

void ComputingPanel::addDevice(QFormLayout* form) {
    m_device->addItem(tr("Processor (CPU)"), QStringLiteral("cpu"));
    const QStringList cards = graphicsCards();
    for (qsizetype i = 0; i < std::max<qsizetype>(cards.size(), 1); ++i) {
        const QString name = cards.isEmpty() ? tr("Graphics card (none was found)") : cards[i];
        m_device->addItem(name, i == 0 ? QStringLiteral("cuda") : QStringLiteral("cuda:%1").arg(i));
    }
    const DeviceChoice choice = m_preferences.device();
    m_device->setCurrentIndex(std::max(0, m_device->findData(toQt(choice.device))));
    form->addRow(tr("&Device"), m_device);
}

void ComputingPanel::addTorch(QFormLayout* form) {
    m_torch->setText(pathToQt(m_preferences.device().torch));
    m_torch->setPlaceholderText(tr("The one that came with Nidus (processor only)"));
    addClearButton(m_torch);
    auto* row = new QHBoxLayout;
    row->addWidget(m_torch, 1);
    row->addWidget(m_choose);
    auto* torchLabel = new QLabel(tr("Lib&Torch"));
    torchLabel->setBuddy(m_torch);
    form->addRow(torchLabel, row);
    auto* hint = new TextLabel(TextRole::Secondary,
                               tr("A graphics card needs a LibTorch with CUDA of your own: drop its folder or archive "
                                  "here. Its version must be close to %1.")
                                   .arg(toQt(m_services.torchVersion)));
    hint->setWordWrap(true);
    form->addRow(QString(), hint);
}

void ComputingPanel::setTorch(const QString& path) {
    if (QFileInfo(path).isDir()) {
        m_torch->setText(path);
        return;
    }
    if (m_job.isRunning())
        return;
    m_check->setEnabled(false);
    m_report->announce(tr("Unpacking…"));
    m_job.start([unpack = m_services.unpackTorch,
                 file = pathFromQt(path)](const JobControl& control) { return unpack(file, control); },
                [this](const std::filesystem::path& folder) {
                    m_torch->setText(pathToQt(folder));
                    m_check->setEnabled(true);
                    m_report->announce(tr("Unpacked. Check it now."));
                });
}

void ComputingPanel::check() {
    if (m_job.isRunning())
        return;
    const DeviceChoice choice{pathFromQt(m_torch->text().trimmed()), fromQt(m_device->currentData().toString())};
    m_check->setEnabled(false);
    m_report->announce(tr("Checking: known outputs, gradients, learning…"));
    m_job.start([check = m_services.checkDevice, choice](const JobControl& control) { return check(choice, control); },
                [this, choice](const DeviceReport& report) {
                    if (report.passed)
                        m_preferences.setDevice(choice);
                    showReport(report);
                });
}

void ComputingPanel::showReport(const DeviceReport& report) {
    m_check->setEnabled(true);
    if (!report.passed)
        m_report->announce(tr("Not used. %1").arg(toQt(report.text)));
    else
        m_report->announce(tr("LibTorch %1 computes as it should. It is used from the next start of Nidus on.")
                               .arg(toQt(report.library)));
}

} // namespace nidus::ui
