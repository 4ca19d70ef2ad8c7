"""The vendor's chat sample in Flask, as its tutorial has it: an event handler that sends what it hears to everybody.

It says on its output where it listens and what it heard. Where the service is, it is told by a POST to /service, as the
service must know its address first.
"""

import logging

from azure.messaging.webpubsubservice import WebPubSubServiceClient
from flask import Flask, Response, request
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask(__name__)
services = []


@app.route("/service", methods=["POST"])
def service():
    services.append(WebPubSubServiceClient.from_connection_string(request.get_data(as_text=True), hub="sample"))
    return "", 204


@app.route("/eventhandler", methods=["OPTIONS", "GET"])
def consent():
    if not request.headers.get("WebHook-Request-Origin"):
        return "Bad Request", 400
    print(f"heard consent {request.method}", flush=True)
    response = Response()
    response.headers["WebHook-Allowed-Origin"] = "*"
    return response


@app.route("/eventhandler", methods=["POST"])
def handle_event():
    user_id = request.headers.get("ce-userId")
    kind = request.headers.get("ce-type")
    if kind == "azure.webpubsub.sys.connected":
        print(f"heard {user_id} connected", flush=True)
        return f"{user_id} connected", 200
    if kind == "azure.webpubsub.user.message":
        message = {"from": user_id, "message": request.get_data(as_text=True)}
        services[0].send_to_all(content_type="application/json", message=message)
        return Response(content_type="text/plain", status=200)
    return "Not found", 404


if __name__ == "__main__":
    server = make_server("localhost", 0, app, threaded=True)
    print(f"listening {server.server_port}", flush=True)
    server.serve_forever()
