"""Each endpoint gives what its source system gives, and the truth."""

import asyncio
import base64
import hashlib
import json
import time
from pathlib import Path

import psutil
import pymupdf
from asked_service import AskedService, problem_of, until

from lentigo.domain.assessment import DISCLAIMER


def photograph(phantoms: Path, name: str = "ring") -> bytes:
    return (phantoms / f"phantom-{name}.jpg").read_bytes()


def test_a_conversation_begins_with_a_photograph_and_nothing_is_left_of_it(
    service: AskedService, phantoms: Path, served_data: Path
) -> None:
    picture = photograph(phantoms)
    sent = service.ask("POST", "/v1/upload/visit-1", files={"file": ("p.jpg", picture)}, data={"survey": "thrown away"})
    assert sent.json() == {
        "message": "Image uploaded successfully",
        "path": f"sha256:{hashlib.sha256(picture).hexdigest()}",
    }
    answer = service.ask("POST", "/v1/predict/visit-1", json={"message": "Please analyze this image."}).json()
    assert answer["disclaimer"] == DISCLAIMER
    assert "cannot converse" in answer["message"], "Lentigo Mini gives its report instead"
    assert "DIFFERENTIAL DIAGNOSIS" in answer["message"]
    assert service.ask("POST", "/v1/reset/visit-1").json() == {"message": "Chat history reset"}
    problem_of(service.ask("POST", "/v1/predict/visit-1", json={"message": "And now?"}), 404)
    left = [path for path in served_data.rglob("*") if path.is_file() and picture[100:200] in path.read_bytes()]
    assert left == []


def test_what_predict_cannot_read_is_told_in_skingpts_words(service: AskedService) -> None:
    assert problem_of(service.ask("POST", "/v1/predict/x", content=b"{"), 400)["detail"] == "Invalid JSON"
    assert problem_of(service.ask("POST", "/v1/predict/x", json={"text": ""}), 400)["detail"].startswith(
        "Missing 'mess"
    )


def test_a_file_that_is_no_photograph_is_refused_and_forgets_what_was_there(
    service: AskedService, phantoms: Path
) -> None:
    service.ask("POST", "/v1/upload/visit-2", files={"file": photograph(phantoms)})
    problem_of(service.ask("POST", "/v1/upload/visit-2", files={"file": photograph(phantoms)[:2000]}), 422)
    problem_of(service.ask("POST", "/v1/predict/visit-2", json={"message": "What is it?"}), 404)


def test_a_diagnosis_is_told_while_it_grows(service: AskedService, phantoms: Path) -> None:
    answer = service.ask(
        "POST",
        "/diagnose/stream",
        files={"image": photograph(phantoms, "pigmented")},
        data={"text": "Growing for a year.", "language": "en"},
    )
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line]
    final = events[-1]
    assert final["type"] == "final"
    assert {each["type"] for each in events[:-1]} <= {"delta"}
    told = "".join(each["text"] for each in events[:-1])
    assert told
    assert final["result"]["description"].startswith(told[:20])
    result = final["result"]
    assert set(result) >= {"description", "thinking", "answer", "raw", "refined_by_deepseek", "success", "message"}
    assert result["success"] is True
    assert result["refined_by_deepseek"] is False
    assert "Growing for a year." in result["raw"]


def test_an_error_of_the_stream_is_an_event(service: AskedService, phantoms: Path) -> None:
    answer = service.ask(
        "POST", "/diagnose/stream", files={"image": photograph(phantoms)[:2000]}, data={"text": "What is it?"}
    )
    (event,) = [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line]
    assert event["type"] == "error"
    assert event["message"]


def test_photographs_of_the_folder_are_listed_shown_and_analysed(
    service: AskedService, served_images: Path, phantoms: Path
) -> None:
    names = service.ask("GET", "/api/list-images").json()
    assert names == ["broken.jpg", "phantom-pigmented.jpg", "phantom-ring.jpg"]
    shown = service.ask("GET", "/images/phantom-ring.jpg")
    assert (shown.content, shown.headers["content-type"]) == (photograph(phantoms), "image/jpeg")
    for name in ("..%2Fsecret", "%2Fetc%2Fpasswd", ".hidden.jpg", "earlier.json"):
        problem_of(service.ask("GET", f"/images/{name}"), 404)
    problem_of(service.ask("POST", "/api/analyze", json={"filename": "../phantom-ring.jpg"}), 404)
    done = ended(service, "phantom-ring.jpg")
    assert done["status"] == "done"
    assert done["phases"][0]["title"] == "checking the photograph"
    result = done["result"]
    assert set(result) >= {"ai_code", "raw_obs", "adj_desc", "final_implication", "gt_code", "gt_attr"}
    assert result["final_implication"].startswith("1")
    assert ended(service, "broken.jpg")["status"] == "error"
    assert service.ask("GET", "/api/status/none").json() == {"status": "not_found"}


def ended(service: AskedService, name: str) -> dict:  # type: ignore[type-arg]
    job = service.ask("POST", "/api/analyze", json={"filename": name}).json()["job_id"]
    for _ in range(600):
        state = service.ask("GET", f"/api/status/{job}").json()
        if state["status"] != "running":
            break
        time.sleep(0.05)
    assert service.ask("DELETE", f"/api/status/{job}").status_code == 204
    assert service.ask("GET", f"/api/status/{job}").status_code == 404
    return state  # type: ignore[no-any-return]


def test_a_case_comes_back_in_three_forms_or_in_one(service: AskedService, phantoms: Path) -> None:
    files = [("photograph", photograph(phantoms)), ("photograph", photograph(phantoms, "pigmented"))]
    details = {"age": 54, "sex": "female", "site": "left forearm", "history": {"itch": True}}
    case = service.ask("POST", "/v1/cases", files=files, data={"encounter": json.dumps(details)}).json()
    report = case["report"]
    assert report["photograph"]["sha256"] == hashlib.sha256(files[0][1]).hexdigest()
    assert report["further_photographs"][0]["sha256"] == hashlib.sha256(files[1][1]).hexdigest()
    assert report["encounter"]["age"] == 54
    assert case["fhir"]["resourceType"] == "Bundle"
    assert report["id"] in json.dumps(case["fhir"])
    assert pymupdf.open(stream=base64.b64decode(case["pdf"]), filetype="pdf").page_count >= 1
    alone = service.ask("POST", "/v1/cases?form=pdf", files=files[:1])
    assert alone.headers["content-type"] == "application/pdf"
    assert alone.content.startswith(b"%PDF-")


def test_nothing_that_is_said_of_a_patient_is_left_out_in_silence(service: AskedService, phantoms: Path) -> None:
    for details in ('{"allergy": "penicillin"}', '{"age": 400}', '{"age": "old"}', '{"history": {"itch": "perhaps"}}'):
        refused = service.ask(
            "POST", "/v1/cases", files={"photograph": photograph(phantoms)}, data={"encounter": details}
        )
        problem_of(refused, 422)
    problem_of(service.ask("POST", "/v1/cases", data={"encounter": "{}"}, files={"other": b"x"}), 422)
    problem_of(service.ask("POST", "/v1/cases", data={"encounter": "{}"}), 415)


def test_health_is_the_truth(service: AskedService, phantoms: Path) -> None:
    service.ask("POST", "/v1/cases?form=json", files={"photograph": photograph(phantoms)})
    healthy = service.ask("GET", "/health").json()
    assert (healthy["status"], healthy["model_loaded"], healthy["last_error"]) == ("healthy", True, None)
    engine = service.parts.engine
    process = engine.process_id
    assert process
    psutil.Process(process).kill()
    until(lambda: engine.process_id is None)
    assert service.ask("GET", "/health").json()["model_loaded"] is False
    service.ask("POST", "/v1/cases?form=json", files={"photograph": photograph(phantoms)})
    assert service.ask("GET", "/health").json()["model_loaded"] is True


def test_a_worker_that_dies_is_told_and_the_next_analysis_has_another(service: AskedService, phantoms: Path) -> None:
    async def asked_and_killed():  # type: ignore[no-untyped-def]
        asking = asyncio.create_task(service.client.post("/v1/cases", files={"photograph": photograph(phantoms)}))
        while not (service.parts.engine.running and service.parts.engine.process_id):
            await asyncio.sleep(0.01)
        psutil.Process(service.parts.engine.process_id).kill()
        return await asking

    problem_of(service.wait(asked_and_killed()), 503)
    unhealthy = service.ask("GET", "/health")
    assert (unhealthy.status_code, unhealthy.json()["status"]) == (503, "unhealthy")
    assert unhealthy.json()["last_error"]["detail"]
    assert service.ask("POST", "/v1/cases?form=json", files={"photograph": photograph(phantoms)}).status_code == 200
    assert service.ask("GET", "/health").json()["status"] == "healthy"
