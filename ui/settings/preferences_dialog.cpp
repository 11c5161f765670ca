// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/preferences_dialog.h"

#include "ui/common/controls.h"
#include "ui/common/local_paths.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs.h"
#include "ui/settings/graphics_cards.h"
#include "ui/settings/preferences.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDropEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kWidth = 620;

} // namespace

PreferencesDialog::PreferencesDialog(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                                     QWidget* parent)
    : QDialog(parent), m_services(services), m_preferences(preferences), m_dialogs(dialogs),
      m_language(named(new QComboBox, "language", tr("Language"))),
      m_colours(named(new QComboBox, "colours", tr("Colours"))),
      m_device(named(new QComboBox, "device", tr("Device to compute on"))),
      m_torch(named(new QLineEdit, "torchFolder", tr("Folder of LibTorch"))),
      m_choose(named(new QPushButton(tr("C&hoose…")), "chooseTorch", tr("Choose the folder of LibTorch"))),
      m_check(named(new QPushButton(tr("Check and &use")), "checkDevice", tr("Check the device and use it"))),
      m_report(named(new TextLabel(TextRole::Body), "deviceReport", tr("Result of the check"))) {
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    setAcceptDrops(true);
    setMinimumWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    form->addRow(new TextLabel(TextRole::Heading, tr("General")));
    buildGeneral(form);
    auto* computing = new TextLabel(TextRole::Heading, tr("Computing"));
    computing->setContentsMargins(0, 12, 0, 0);
    form->addRow(computing);
    buildComputing(form);
    column->addLayout(form);
    m_report->setWordWrap(true);
    m_report->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(m_report);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    named(buttons->button(QDialogButtonBox::Close), "closePreferences", tr("Close the preferences"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);

    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        showReport({false, {}, fromQt(QStringLiteral("%1 (%2)").arg(failure.text, failure.code))});
    });
}

void PreferencesDialog::buildGeneral(QFormLayout* form) {
    m_language->addItem(tr("Like the system"), QString());
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("简体中文"), QStringLiteral("zh_CN"));
    m_language->setCurrentIndex(std::max(0, m_language->findData(m_preferences.language())));
    form->addRow(tr("&Language"), m_language);
    auto* later = new TextLabel(TextRole::Secondary, tr("Another language is used from the next start on."));
    form->addRow(QString(), later);
    connect(m_language, &QComboBox::activated, this,
            [this] { m_preferences.setLanguage(m_language->currentData().toString()); });
    m_colours->addItem(tr("Like the system"), schemeName(Scheme::System));
    m_colours->addItem(tr("Light"), schemeName(Scheme::Light));
    m_colours->addItem(tr("Dark"), schemeName(Scheme::Dark));
    m_colours->setCurrentIndex(m_colours->findData(schemeName(m_preferences.scheme())));
    form->addRow(tr("&Colours"), m_colours);
    connect(m_colours, &QComboBox::activated, this, [this] {
        const Scheme scheme = schemeFromName(m_colours->currentData().toString());
        m_preferences.setScheme(scheme);
        applyScheme(*qApp, scheme);
    });
}

void PreferencesDialog::buildComputing(QFormLayout* form) {
    m_device->addItem(tr("Processor (CPU)"), QStringLiteral("cpu"));
    const QStringList cards = graphicsCards();
    for (qsizetype i = 0; i < std::max<qsizetype>(cards.size(), 1); ++i) {
        const QString name = cards.isEmpty() ? tr("Graphics card (none was found)") : cards[i];
        m_device->addItem(name, i == 0 ? QStringLiteral("cuda") : QStringLiteral("cuda:%1").arg(i));
    }
    const DeviceChoice choice = m_preferences.device();
    m_device->setCurrentIndex(std::max(0, m_device->findData(toQt(choice.device))));
    form->addRow(tr("&Device"), m_device);
    m_torch->setText(pathToQt(choice.torch));
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
    auto* checkRow = new QHBoxLayout;
    checkRow->addWidget(m_check);
    checkRow->addStretch(1);
    form->addRow(QString(), checkRow);
    connect(m_choose, &QPushButton::clicked, this, [this] {
        if (const QString folder = m_dialogs.chooseTorch(this); !folder.isEmpty())
            setTorch(folder);
    });
    connect(m_check, &QPushButton::clicked, this, &PreferencesDialog::check);
}

void PreferencesDialog::setTorch(const QString& path) {
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

void PreferencesDialog::check() {
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

void PreferencesDialog::showReport(const DeviceReport& report) {
    m_check->setEnabled(true);
    if (!report.passed)
        m_report->announce(tr("Not used. %1").arg(toQt(report.text)));
    else
        m_report->announce(tr("LibTorch %1 computes as it should. It is used from the next start of Nidus on.")
                               .arg(toQt(report.library)));
}

void PreferencesDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (localPaths(event->mimeData()).size() == 1)
        event->acceptProposedAction();
}

void PreferencesDialog::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    setTorch(localPaths(event->mimeData()).first());
}

} // namespace nidus::ui
