"""Which function does what each request asks for."""

from collections.abc import Callable
from typing import Any, TypeVar

from lentigo.inference.stopping import StopFlag
from lentigo.paths import Paths
from lentigo.worker.handlers import (
    access,
    batch,
    case,
    clinic,
    comparison,
    conversation,
    installation,
    interchange,
    kept,
    letter,
    letterhead,
    library,
    models,
    records,
    rendering,
    retention,
    sign_off,
    statistics,
    sticks,
)
from lentigo.worker.job import Job
from lentigo.worker.messages.access import (
    AddClinician,
    ChangePassphrase,
    LockRecords,
    OpenWithPin,
    RegainRecords,
    RemoveClinician,
    RenewRecoveryKey,
    SavePin,
    UseLanguage,
)
from lentigo.worker.messages.batch import KeepBatch, PlanBatch, ReadBatch, SaveTable
from lentigo.worker.messages.case import Analyze, DrawReport, OpenPhotograph, TimeCase, WriteReport
from lentigo.worker.messages.clinic import (
    BringBackCase,
    ErasePatient,
    FindPatients,
    ListCases,
    ReadPatient,
    ReadThumbnails,
    RemoveCase,
    SavePatient,
)
from lentigo.worker.messages.comparison import ListVisits
from lentigo.worker.messages.conversation import Converse
from lentigo.worker.messages.installation import CheckInstallation
from lentigo.worker.messages.interchange import ReadReferral, WriteDicom
from lentigo.worker.messages.kept import KeepReport, TakeKeptReports
from lentigo.worker.messages.letter import WriteLetter
from lentigo.worker.messages.letterhead import ForgetLogo, ReadLogo, SaveLogo
from lentigo.worker.messages.library import (
    AddDocument,
    BuildLibrary,
    ListConditions,
    ListLibrary,
    RemoveDocument,
    RenderPage,
    SearchLibrary,
)
from lentigo.worker.messages.message import Progressed, Request, progressed
from lentigo.worker.messages.models import (
    DescribeEngine,
    ExamineModels,
    ImportModels,
    ListAbsentModels,
    ListModels,
    RemoveModel,
    VerifyModel,
    WarmUp,
)
from lentigo.worker.messages.records import (
    BackUpRecords,
    CreateRecords,
    DescribeBackup,
    DescribeRecords,
    NoteExport,
    OpenRecords,
    ReadCase,
    ReadPhotograph,
    RestoreRecords,
    SaveCase,
    VerifyBackup,
    VerifyRecords,
)
from lentigo.worker.messages.rendering import RenderReport
from lentigo.worker.messages.retention import EraseOverdue
from lentigo.worker.messages.sign_off import RenderSigned, SealReport, SignCase, WriteSealed
from lentigo.worker.messages.statistics import WriteStatistics
from lentigo.worker.messages.sticks import FindSticks
from lentigo.worker.parts import Parts

Handler = Callable[[Any, Job], Any]
Result = TypeVar("Result")

HANDLERS: dict[type[Request[Any]], Handler] = dict(
    (
        OpenPhotograph.done_by(case.open_photograph),
        Analyze.done_by(case.analyze),
        WriteReport.done_by(case.write_report),
        DrawReport.done_by(case.draw_report),
        TimeCase.done_by(case.time_case),
        PlanBatch.done_by(batch.plan_batch),
        ReadBatch.done_by(batch.read_batch),
        KeepBatch.done_by(batch.keep_batch),
        SaveTable.done_by(batch.save_table),
        Converse.done_by(conversation.converse),
        ListLibrary.done_by(library.list_library),
        ListConditions.done_by(library.list_conditions),
        AddDocument.done_by(library.add_document),
        RemoveDocument.done_by(library.remove_document),
        BuildLibrary.done_by(library.build_library),
        SearchLibrary.done_by(library.search_library),
        RenderPage.done_by(library.render_page),
        DescribeEngine.done_by(models.describe_engine),
        WarmUp.done_by(models.warm_up),
        ListModels.done_by(models.list_models),
        ListAbsentModels.done_by(models.list_absent_models),
        ExamineModels.done_by(models.examine_models),
        ImportModels.done_by(models.import_models),
        VerifyModel.done_by(models.verify_model),
        RemoveModel.done_by(models.remove_model),
        CheckInstallation.done_by(installation.check_installation),
        RenderReport.done_by(rendering.render),
        ReadReferral.done_by(interchange.read_referral),
        WriteDicom.done_by(interchange.write_dicom),
        WriteStatistics.done_by(statistics.write_statistics),
        FindSticks.done_by(sticks.find_sticks),
        DescribeRecords.done_by(records.describe_records),
        CreateRecords.done_by(records.create_records),
        OpenRecords.done_by(records.open_records),
        SaveCase.done_by(records.save_case),
        ReadCase.done_by(records.read_case),
        ReadPhotograph.done_by(records.read_photograph),
        NoteExport.done_by(records.note_export),
        BackUpRecords.done_by(records.back_up_records),
        VerifyRecords.done_by(records.verify_records),
        SignCase.done_by(sign_off.sign_case),
        RenderSigned.done_by(sign_off.render_signed),
        SealReport.done_by(sign_off.seal_report),
        WriteSealed.done_by(sign_off.write_sealed),
        DescribeBackup.done_by(records.describe_backup),
        VerifyBackup.done_by(records.verify_backup),
        RestoreRecords.done_by(records.restore_records),
        WriteLetter.done_by(letter.write_letter),
        SaveLogo.done_by(letterhead.save_logo),
        ForgetLogo.done_by(letterhead.forget_logo),
        ReadLogo.done_by(letterhead.read_logo),
        KeepReport.done_by(kept.keep_report),
        TakeKeptReports.done_by(kept.take_kept_reports),
        LockRecords.done_by(access.lock_records),
        OpenWithPin.done_by(access.open_with_pin),
        SavePin.done_by(access.save_pin),
        RegainRecords.done_by(access.regain_records),
        ChangePassphrase.done_by(access.change_own_passphrase),
        RenewRecoveryKey.done_by(access.renew_recovery_key),
        AddClinician.done_by(access.add_clinician),
        RemoveClinician.done_by(access.remove_clinician),
        UseLanguage.done_by(access.use_another_language),
        ListCases.done_by(clinic.list_cases),
        ReadThumbnails.done_by(clinic.read_thumbnails),
        RemoveCase.done_by(clinic.remove_case),
        BringBackCase.done_by(clinic.bring_back_case),
        SavePatient.done_by(clinic.save_patient),
        ReadPatient.done_by(clinic.read_patient),
        FindPatients.done_by(clinic.find_patients),
        ErasePatient.done_by(clinic.erase_patient),
        ListVisits.done_by(comparison.list_visits),
        EraseOverdue.done_by(retention.erase_overdue),
    )
)
REQUESTS = tuple(HANDLERS)


class Jobs:
    """Runs requests with parts that are made once and kept."""

    def __init__(self, *, paths: Paths, reply: Callable[[Progressed], None], stop: StopFlag) -> None:
        self._parts = Parts(paths=paths, stop=stop)
        self._reply = reply
        self._stop = stop

    def run(self, request: Request[Result]) -> Result:
        """Do what the request says; LentigoError where that cannot be done, Cancelled where the user stopped."""
        job = Job(
            parts=self._parts,
            notify=lambda event: self._reply(progressed(request.job, event)),
            stop=self._stop,
        )
        result: Result = HANDLERS[type(request)](request, job)
        return result
