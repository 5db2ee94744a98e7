# The same answer as http_server's /hello, the way the services we came from would give it.
from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
async def hello():
    return {"message": "hello", "id": 42, "items": [1, 2, 3]}
