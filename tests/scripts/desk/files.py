"""A small hospital in files, as its IT staff would write them."""

from pathlib import Path

FILES = {
    "departments.csv": "id,kind,name,name_en,place\nnk,clinic,内科,Medicine,二楼\nmri,examination,磁共振,MRI,地下\n",
    "doctors.csv": "id,department,name,title\nd1,nk,单大夫,主任医师\n",
    "schedule.csv": "department,doctor,day,start,end,capacity,price\n"
    "nk,d1,2099-01-05,8:00,12:00,5,50\nmri,,2099/1/5,08:00,09:00,1,620.50\n",
    "people.csv": "id,name,born_on,phone\np1,张伟,1990-01-01,\np2,李小宝,2020/1/1,13800000000\n",
    "cards.csv": "kind,number,person\nvisit,V1,p1\nid,11010119900101000X,p1\nvisit,V2,p2\n",
    "delegates.csv": "patient,person,relation,valid_until\np2,p1,father,\n",
    "bills.csv": "id,patient,kind,title,line,amount\n"
    "b1,p1,outpatient,门诊费用,血常规,25\nb1,p1,outpatient,门诊费用,诊查费,50.5\n",
    "reports.csv": "id,patient,title,taken_at,ready,line\nr1,p1,血常规,2026-01-01 09:30,yes,WBC 6.2\n",
}


def write(folder: Path, encoding: str = "utf-8", **changed: str) -> Path:
    """`changed` by the file's name without its ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.removesuffix(".csv"), text), encoding=encoding, newline="")
    (folder / "photos").mkdir(exist_ok=True)
    (folder / "photos" / "p1.jpg").write_bytes(b"\xff\xd8\xff photograph")
    return folder
