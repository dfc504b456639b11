"""Papers to print and sign: data in, bytes out. Layout after Nghị định 30/2020/NĐ-CP, phụ lục I."""
